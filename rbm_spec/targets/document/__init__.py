"""Plan -> Council documents: Word and Markdown, and the annex with the methodology of every indicator.

    Plan → views (plain text, in order) → templates → Markdown → pandoc → Word → the same bytes on every machine

Views decide what is printed, templates how it is worded and laid out. Words of a plan are escaped by the template
environment wherever they are printed.
"""

from rbm_spec.targets.document.fault import DocumentFault
from rbm_spec.targets.document.generate import generate

__all__ = ["DocumentFault", "generate"]
