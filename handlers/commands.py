"""How a command is named: as its handler declares it, as Slack lets it be called, as people write it in a sentence."""

import re
from dataclasses import dataclass

_KEPT = """
active apps archive away call collapse dm dnd expand feed feedback help huddle invite invite_people join keys leave me
msg mute open pro remind remove rename report search shortcuts shrug star status todo topic trigger unarchive unmute who
"""
KEPT_BY_SLACK = frozenset(_KEPT.split())
"""Slack's own commands. A manifest that lists one of them is refused as a whole."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: its bare name, what it does, what can be typed behind it, and the same name in sentences.

    One that `lists` answers with its list where nothing is typed behind it, the others with the usage. What a `private`
    one answers is for whoever asked alone, even where they asked before everybody.
    """

    name: str
    description: str
    usage_hint: str
    examples: tuple[str, ...]
    words: tuple[str, ...]
    lists: bool = False
    private: bool = False


def slash(command: Command) -> re.Pattern[str]:
    """Match /status and /<prefix>status, so that the same handler serves the talk room and Slack."""
    return re.compile(rf"^/(?:[a-z0-9]+[-_])?{command.name}$")
