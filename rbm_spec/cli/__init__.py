"""The command line: arguments in, exit code out. One small file per command; `main` is the door."""
