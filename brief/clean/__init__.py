"""Labels for the blocks of an article, its title, date and outlet; the text is never changed."""
