"""What is remembered between runs, in SQLite: articles seen, pages made, answers of the web."""
