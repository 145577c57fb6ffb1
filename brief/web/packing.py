"""Bodies that came packed → as they were, a piece at a time.

httpx would unpack a piece at once, whatever comes of it: 64 KB of gzip hold 64 MB of zeros.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from brief.web.addresses import Unfetchable

_PIECE = 1 << 16


def unpacked(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Yield what gzip (RFC 1952, its members joined) or deflate (RFC 1950, or 1951) packed.

    At most 64 KiB at once, whatever a piece unpacks to.  What stands after the end and is no
    further member is left out, as gzip itself does.  `coding` is the Content-Encoding in lower
    case.  Raises `Unfetchable` for what breaks off or is damaged; another attempt may help.
    """
    engine = None
    ended = False
    for piece in pieces:
        rest, full = piece, False
        while rest or full:
            if engine is None:
                if ended and (coding == "deflate" or rest[0] != 0x1F):
                    return
                engine = zlib.decompressobj(_window(coding, rest[0]))
            try:
                plain = engine.decompress(rest, _PIECE)
            except zlib.error as error:
                raise Unfetchable("the packed answer is damaged", lasting=False) from error
            yield plain
            rest, full = engine.unconsumed_tail, len(plain) == _PIECE
            if engine.eof:
                rest, full, ended, engine = engine.unused_data, False, True, None
    if engine is not None:
        raise Unfetchable("the packed answer breaks off", lasting=False)


def _window(coding: str, first: int) -> int:
    """Return what zlib calls the format; deflate comes without its envelope from some servers."""
    if coding != "deflate":
        return zlib.MAX_WBITS | 16
    return zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS
