"""The API: what the pages show, as JSON for other programs. Read-only, and nobody has an account.

It finds, orders and words nothing by itself: the catalogue, the match and the facts do.
"""
