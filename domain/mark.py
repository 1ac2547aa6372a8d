"""The mark of a thing that JSON can say: equal things have the same, and no others."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def mark(said: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal, the same in whatever order its names were given."""
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
