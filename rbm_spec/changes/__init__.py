"""Two states of a plan → what changed, what each change means, and whom it breaks.

Facts come first: `facts` compares what is written and judges nothing. `judgement` lets every rule in `rules/` look at
every fact. `report` puts both together for print, and sets aside what people have accepted.
"""
