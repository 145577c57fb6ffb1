"""Where a page leaves: for the disk, an archive, a mailbox, a command or an address on the web.

Only what writes files is loaded with the package; `archive`, `mail` and `notify` are modules of
their own, imported by who uses them.
"""

from __future__ import annotations

from brief.deliver.files import make, refuse_article, write

__all__ = ["make", "refuse_article", "write"]
