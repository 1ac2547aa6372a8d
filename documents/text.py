"""A file of nothing but text, as offices have them: UTF-8, or the Shift_JIS of Windows."""

from domain.typed import clean

_ENCODINGS = ("utf-8-sig", "cp932")


def read(contents: bytes) -> str | None:
    """What it says; None where it is no text."""
    if b"\x00" in contents and not contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    encodings = ("utf-16",) if contents.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            return clean(contents.decode(encoding))
        except UnicodeDecodeError:
            continue
    return None
