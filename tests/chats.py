"""The chats there can be, by what they can do: all of them, and few in which every pair is met."""

import os
from dataclasses import fields
from itertools import combinations, product

from talkroom.plain import LOGO, Chat

FLAGS = [each.name for each in fields(Chat)]
EVERY = [Chat(**dict(zip(FLAGS, can, strict=True))) for can in product((False, True), repeat=len(FLAGS))]
TRIPLES = list(combinations(range(5), 3))  # of five rows; any two of these ten differ and overlap: every pair is met
ROWS = [Chat(**{flag: row in triple for flag, triple in zip(FLAGS, TRIPLES, strict=True)}) for row in range(5)]
CHATS = EVERY if os.environ.get("CHATS") == "all" else [EVERY[0], LOGO, EVERY[-1], *ROWS]


def named(chat: Chat) -> str:
    return "+".join(flag for flag in FLAGS if getattr(chat, flag)) or "words alone"
