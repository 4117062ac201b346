"""What can go wrong while documents are made although the plan is right."""

from __future__ import annotations

from rbm_spec.diagnostics import Rule, Severity, Stopped

TEMPLATE = Rule("RBM810", "template-fault", Severity.ERROR)
CONVERTER = Rule("RBM811", "document-not-converted", Severity.ERROR)
OFFICE = Rule("RBM813", "document-not-printed", Severity.ERROR)
LANGUAGE = Rule("RBM812", "language-without-phrases", Severity.WARNING)


class DocumentFault(Stopped):
    """Ends the making of documents."""
