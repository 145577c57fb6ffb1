"""Whom and what the articles name, each once, whatever form the name takes."""
