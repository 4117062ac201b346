"""A Word document that came back with tracked changes and comments → what they would change in the specs.

    specs → the text of the document with the place of every part (printed)
    .docx → its text with what was inserted, deleted and said (returned)
    both → changes of texts of the specs, remarks on them, and what belongs to neither (proposed)
    changes and files → new files (amended)

Nothing travels in the document: it is made again from the specs that it was made from, and compared.
"""
