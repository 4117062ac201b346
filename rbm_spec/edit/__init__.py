"""The text of specs → the text with a change at one place, or laid out anew; comments and all other characters stay.

Nothing here dumps YAML. Text is cut and put together again by the places of its nodes, and what comes out is read by
the same gate and compared before anybody gets it.
"""
