"""Rules of changes: one small file each, with a manual, an example of before and after, and whom it breaks.

A rule is named in the direction in which its example goes. The way back is judged by the same file: by another rule
of it, by the same rule, or, where there is no way back, `NO_MIRROR` says why. Tests run each example in both
directions.
"""
