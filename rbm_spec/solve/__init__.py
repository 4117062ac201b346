"""Figures and a target -> by how much each measure would have to change, all else unchanged, for the target to be met.

`change` answers for one measure of one formula, exactly; `question` finds the formula, the values and the limits in a
plan and its observations; `report` says the answers as text and JSON.
"""
