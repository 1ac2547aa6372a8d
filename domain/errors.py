"""What a person can mend: each error carries the data from which its sentence is written."""

Choice = tuple[str, str]  # what the button says, and the question it asks


class UserError(Exception):
    """The person's to fix; `messages/errors.py` gives each kind its sentence and next step."""


class UnknownName(UserError):
    """No municipality, theme or system is called that.

    `near` are the names it may have meant, best first, each with the whole question put right.
    """

    def __init__(self, text: str, near: tuple[Choice, ...] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.near = near


class AmbiguousName(UserError):
    """The name fits several things; `choices` are their names, each with the whole question put that way."""

    def __init__(self, text: str, choices: tuple[Choice, ...]) -> None:
        super().__init__(text)
        self.text = text
        self.choices = choices


class TooManyNames(UserError):
    """One question named two things of one kind, such as two municipalities or two days; `choices` as above."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__("、".join(name for name, _ in choices))
        self.choices = choices


class ImpossibleDate(UserError):
    """A date that does not exist (2月30日, 平成40年); `reason` says why, in Japanese."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text)
        self.text = text
        self.reason = reason


class NothingAsked(UserError):
    """The command came with no text: its usage is the answer."""


class NotAdmitted(UserError):
    """The person may not use the bot here: other_team, guest, bot, deleted, unknown, shared_room, lookup_failed.

    Or nobody knows where they are (gone): the press comes from no conference that is there.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAllowed(UserError):
    """The person may not do that: it is the `secretariat`'s, or what it is about is `gone`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
