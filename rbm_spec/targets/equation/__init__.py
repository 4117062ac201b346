"""A typed formula -> an equation: LaTeX that Word and GitHub typeset, MathML that a browser does.

`shapes` says how strongly each operator binds, `typeset` is the one visitor, `latex` and `mathml` are the tables of
what the two notations write, `text` is the escaping of names, `formulas` the equation of a component. `page` puts
equation, legend and words of every quantity on a page of HTML, and gives other pages the fragment for one.
"""

from __future__ import annotations

from rbm_spec.artifacts import Artifact
from rbm_spec.plan.model import Plan
from rbm_spec.targets.words.phrases import phrases


def generate(plan: Plan) -> list[Artifact]:
    """`equation/index.html`; nothing for a language without phrases, which the documents' check says."""
    words = phrases(plan.spec.authoring_language)
    if words is None:
        return []
    # Jinja is not loaded for a check.
    from rbm_spec.targets.equation.page import page

    return [Artifact("equation/index.html", page(plan, words).encode())]
