"""A file of nothing but text, as offices have them: UTF-8, or the Shift_JIS of Windows."""

from domain.typed import clean

_ENCODINGS = ("utf-8-sig", "cp932")


def read(contents: bytes) -> str | None:
    """What it says, made fit to be kept; None where it is no text."""
    said = decoded(contents)
    return None if said is None else clean(said)


def decoded(contents: bytes) -> str | None:
    """What it says, letter for letter; None where it is no text."""
    if b"\x00" in contents and not contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    encodings = ("utf-16",) if contents.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            return contents.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
