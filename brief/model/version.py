"""The version of the program, which pages and requests name."""

__version__ = "0.2.0"
