"""A typed formula -> LaTeX that Word, a browser and GitHub typeset alike.

`spellings` is the table of operators, `latex` the visitor over it, `text` the escaping of names, `formulas` the
equation of a component.
"""
