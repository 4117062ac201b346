"""A plan while it is written → pages in the browser of the one who writes it.

    folder → pages in memory (site), again after each save (watch) → an answer to each request, from memory (server)

Nothing is written, no request changes anything, and only this computer can ask.
"""
