"""A typed formula -> an equation: LaTeX that Word and GitHub typeset, MathML that a browser does.

`shapes` says how strongly each operator binds, `typeset` is the one visitor, `latex` and `mathml` are the tables of
what the two notations write, `text` is the escaping of names, `formulas` the equation of a component.
"""
