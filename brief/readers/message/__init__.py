"""A mail's parts → one article: its texts, and what of them is no news.

`parts` puts together what `plain` and `markup` read, which leaves out what is hidden (`styles`).
`furniture` tells what is no news, and `headers` what a message says of itself.
"""
