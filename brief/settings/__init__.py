"""Every option once: those of a page, those of a scheduled run, and the file that holds them."""
