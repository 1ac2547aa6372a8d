"""MessagePack, as far as the line needs it: nothing, truth, whole numbers, figures, text, lists and maps.

What is sent is the format as it was before 2013, which has no short mark for text of 32 to 255 bytes, and none for
bytes: the chat's public client reads no other. What comes may be of either.
"""

import struct
from typing import Any


class Unpackable(ValueError):
    """These bytes, or this value, are none of what the line knows."""


def packed(value: Any) -> bytes:
    """The value as MessagePack, numbers with the first byte first."""
    if value is None or isinstance(value, bool):
        return {None: b"\xc0", False: b"\xc2", True: b"\xc3"}[value]
    if isinstance(value, int):
        return _number(value)
    if isinstance(value, float):
        return b"\xcb" + struct.pack(">d", value)
    if isinstance(value, str):
        said = value.encode(errors="replace")  # half of a sign is none
        return _sized(len(said), 0xA0, 31, (0xDA, 0xDB)) + said
    return _several(value)


def unpacked(data: bytes) -> Any:
    """The value of these bytes, all of them. Raises Unpackable."""
    try:
        value, end = _value(data, 0)
    except (IndexError, struct.error, TypeError, RecursionError) as error:
        raise Unpackable("cut off or unknown") from error
    if end != len(data):
        raise Unpackable("more than one value")
    return value


def _number(value: int) -> bytes:
    if -32 <= value < 128:
        return struct.pack(">b", value)
    for mark, form in ((0xCC, ">B"), (0xCD, ">H"), (0xCE, ">I"), (0xCF, ">Q"), (0xD3, ">q")):
        try:
            return bytes([mark]) + struct.pack(form, value)
        except struct.error:
            continue
    raise Unpackable(f"too large: {value}")


def _several(value: Any) -> bytes:
    if isinstance(value, (list, tuple)):
        return _sized(len(value), 0x90, 15, (0xDC, 0xDD)) + b"".join(map(packed, value))
    if isinstance(value, dict):
        inside = b"".join(packed(key) + packed(each) for key, each in value.items())
        return _sized(len(value), 0x80, 15, (0xDE, 0xDF)) + inside
    raise Unpackable(f"no such value: {type(value).__name__}")


def _sized(size: int, fixed: int, most: int, marks: tuple[int, int]) -> bytes:
    """The mark of something of this size: in one byte where it is small, else with the size behind the mark."""
    if size <= most:
        return bytes([fixed | size])
    return struct.pack(">BH", marks[0], size) if size < 1 << 16 else struct.pack(">BI", marks[1], size)


_PLAIN = {0xC0: None, 0xC2: False, 0xC3: True}
_NUMBERS = {0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
_NUMBERS |= {0xCA: ">f", 0xCB: ">d"}
_SIZES = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I", 0xD9: ">B", 0xDA: ">H", 0xDB: ">I"}
_SIZES |= {0xDC: ">H", 0xDD: ">I", 0xDE: ">H", 0xDF: ">I"}


def _value(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins there, and where it ends."""
    mark, at = data[at], at + 1
    if mark < 0x80 or mark >= 0xE0:
        return struct.unpack(">b", bytes([mark]))[0], at
    if mark in _PLAIN:
        return _PLAIN[mark], at
    if mark in _NUMBERS:
        return struct.unpack_from(_NUMBERS[mark], data, at)[0], at + struct.calcsize(_NUMBERS[mark])
    if mark < 0xC0:
        return _filled(data, at, *_fixed(mark))
    if mark not in _SIZES:
        raise Unpackable(f"unknown mark: {mark:#x}")
    size = struct.unpack_from(_SIZES[mark], data, at)[0]
    kind = "bytes" if mark < 0xC7 else "text" if mark < 0xDC else "list" if mark < 0xDE else "map"
    return _filled(data, at + struct.calcsize(_SIZES[mark]), kind, size)


def _fixed(mark: int) -> tuple[str, int]:
    if mark >= 0xA0:
        return "text", mark & 31
    return ("list" if mark >= 0x90 else "map"), mark & 15


def _filled(data: bytes, at: int, kind: str, size: int) -> tuple[Any, int]:
    if kind in {"text", "bytes"}:
        inside = data[at : at + size]
        if len(inside) < size:
            raise Unpackable("cut off")
        return (inside.decode(errors="replace") if kind == "text" else inside), at + size
    found = []
    for _ in range(size * 2 if kind == "map" else size):
        each, at = _value(data, at)
        found.append(each)
    return (dict(zip(found[::2], found[1::2], strict=True)) if kind == "map" else found), at
