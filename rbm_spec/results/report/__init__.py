"""Results of periods -> a page for readers, and the section of a Council document that says the same.

    results.json → `Result`, checked against the plan → views in plain text → templates → HTML, and Word by pandoc

Views decide what is said and where a line is drawn; templates and style sheets how that looks. A hidden value has no
place in a `Result`, and so in nothing that is made from it.
"""
