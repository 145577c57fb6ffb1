"""Pages as HTML in a real browser: read, printed, and attacked."""
