"""How long the room waits for what, in real seconds; the defaults are Slack's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """For an ack, with a trigger, a ticket and a response URL, and between the tries of an event (`again`)."""

    ack: float = 3
    trigger: float = 3
    ticket: float = 60
    response_url: float = 30 * 60
    again: tuple[float, ...] = (0, 60, 300)
    heartbeat: float = 15
