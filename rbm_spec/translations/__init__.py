"""Gettext catalogues -> the texts of a plan in another language.

    translations/<language>.po → Catalogue → judged against the texts of today → trees with other texts

A translation counts only while its sentence is what the plan says today: a stale one is never printed. Catalogues are
data: nothing in them is run, plural expressions included.
"""
