"""What people said, word for word, and who the text says spoke."""
