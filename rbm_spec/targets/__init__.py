"""Plan -> artifacts, one module or folder for each target."""
