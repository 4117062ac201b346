"""rbm-spec turns the YAML of a results framework into code, workbooks and Council documents."""

__version__ = "0.1.0"
