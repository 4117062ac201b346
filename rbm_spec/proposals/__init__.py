"""A Word document that came back with tracked changes and comments → what they would change in the specs.

    specs → the text of the document with the place of every part (printed)
    .docx → its parts (opened), its text with what was changed and said (pieces, returned), and the rest (beside)
    both → changes of texts of the specs, remarks on them, and what belongs to neither (aligned, written, proposed)
    changes and files → new specs (amended) or catalogues (translated), as far as they print what was proposed (proved)

Nothing travels in the document: it is made again from the specs that it was made from, and compared.
"""
