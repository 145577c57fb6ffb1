"""The options of a page and of a scheduled run, each declared once; `brief.toml`; signatures."""
