"""What the process tells whoever watches over it, in Prometheus' text form: numbers only."""

import time
from collections.abc import Iterable, Mapping

from handlers.pulse import BOUNDS, Answers, Pulse
from storage.outbox import Outbox

Labels = Mapping[str, object]
FORM = "text/plain; version=0.0.4; charset=utf-8"


def text(pulse: Pulse, outbox: Outbox | None, ticked_at: float) -> str:
    """All of them; without those of the database where it does not answer."""
    now = time.monotonic()
    lines = [
        *_gauge("bot_uptime_seconds", "Since the start of the process.", now - pulse.began),
        *_gauge("bot_line_open", "Whether the chat can reach the bot.", int(pulse.is_open())),
        *_gauge("bot_socket_age_seconds", "Since the last hello of the chat.", _since(pulse.opened_at, now)),
        *_gauge("bot_envelope_age_seconds", "Since anything was heard from the chat.", _since(pulse.heard_at, now)),
        *_counter("bot_lines_renewed", "Lines that were opened anew because they were silent.", [({}, pulse.renewed)]),
        *_gauge("bot_post_tick_age_seconds", "Since it was last looked for what is due.", now - ticked_at),
        *_gauge("bot_database_up", "Whether the database answers.", int(outbox is not None)),
        *(_of_outbox(outbox) if outbox else ()),
        *_counter("bot_failures", "Errors that were logged, by their name.", _by("event", pulse.failures)),
        *_histogram("bot_answer_seconds", "Until a request was answered, by command or kind.", pulse.answers),
    ]
    return "".join(f"{line}\n" for line in lines)


def _of_outbox(outbox: Outbox) -> list[str]:
    return [
        *_gauge("bot_postings_due", "Postings that are due and not said yet.", outbox.due),
        *_gauge("bot_oldest_due_age_seconds", "Since the oldest of them was due.", max(0.0, outbox.oldest)),
        *_series("bot_postings", "gauge", "Postings by what became of them.", _by("state", outbox.states)),
    ]


def _since(moment: float | None, now: float) -> float | None:
    return None if moment is None else now - moment


def _by(label: str, counts: Mapping[str, int]) -> list[tuple[Labels, int]]:
    return [({label: each}, count) for each, count in sorted(counts.items())]


def _gauge(name: str, about: str, value: float | None) -> list[str]:
    """A number; what never was has none."""
    return _series(name, "gauge", about, [] if value is None else [({}, value)])


def _counter(name: str, about: str, values: Iterable[tuple[Labels, float]]) -> list[str]:
    return _series(f"{name}_total", "counter", about, values)


def _series(name: str, kind: str, about: str, values: Iterable[tuple[Labels, float]]) -> list[str]:
    told = [f"{name}{_braced(labels)} {value:.6g}" for labels, value in values]
    return [f"# HELP {name} {about}", f"# TYPE {name} {kind}", *told]


def _histogram(name: str, about: str, by_command: Mapping[str, Answers]) -> list[str]:
    """The counts add up from bound to bound, as Prometheus wants them."""
    lines = [f"# HELP {name} {about}", f"# TYPE {name} histogram"]
    for command, answers in sorted(by_command.items()):
        total = 0
        for bound, count in zip((*BOUNDS, "+Inf"), answers.within, strict=True):
            total += count
            lines.append(f"{name}_bucket{_braced({'command': command, 'le': bound})} {total}")
        label = _braced({"command": command})
        lines += [f"{name}_sum{label} {answers.seconds:.6g}", f"{name}_count{label} {total}"]
    return lines


def _braced(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}" if labels else ""
