"""What can go wrong while documents are made although the plan is right."""

from __future__ import annotations

from rbm_spec.diagnostics import Finding, Rule, Severity

TEMPLATE = Rule("RBM810", "template-fault", Severity.ERROR)
CONVERTER = Rule("RBM811", "document-not-converted", Severity.ERROR)
OFFICE = Rule("RBM813", "document-not-printed", Severity.ERROR)
LANGUAGE = Rule("RBM812", "language-without-phrases", Severity.WARNING)


class DocumentFault(Exception):
    """Ends the making of documents; `finding` says what to mend, and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding
