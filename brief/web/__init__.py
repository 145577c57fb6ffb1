"""The network for input: addresses, fetching, caching, robots.txt."""
