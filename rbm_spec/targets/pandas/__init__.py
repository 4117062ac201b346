"""Plan -> a self-contained Python package that calculates its indicators and needs pandas alone."""

from rbm_spec.targets.pandas.package import generate

__all__ = ["generate"]
