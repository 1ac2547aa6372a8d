"""What the bot reacts to. MODULES is its table of contents: the hot ones first, as each listener is asked in turn."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    choices,
    deadline,
    deadline_add,
    deadline_calendar,
    deadline_change,
    deadline_form,
    errors,
    failed,
    pause,
    reminded,
    report,
    report_form,
    report_history,
    report_same,
    report_text,
    report_twice,
    status,
    text,
    usage,
)
from handlers.commands import Command

MODULES = (
    status,
    deadline,
    reminded,
    report,
    report_form,
    report_same,
    report_text,
    report_twice,
    report_history,
    deadline_add,
    deadline_form,
    deadline_change,
    deadline_calendar,
    usage,
    text,
    choices,
    pause,
    failed,
    errors,
)
COMMANDS: tuple[Command, ...] = (status.COMMAND, report.COMMAND, deadline.COMMAND, choices.COMMAND, usage.COMMAND)


def register(app: AsyncApp) -> None:
    """Let every behaviour register its listeners."""
    for module in MODULES:
        module.register(app)
