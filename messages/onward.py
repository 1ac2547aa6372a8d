"""The next step in every answer: the buttons that lead on."""

from domain.forms import Theme
from domain.model import Municipality
from messages.blocks import Block, actions, button


def onward(*buttons: Block) -> Block:
    """These buttons, and the usage behind them."""
    return actions("onward", [*buttons, usage()])


def usage() -> Block:
    return button("使い方", "help", "help")


def overall(label: str = "県全体") -> Block:
    return button(label, "status:overall", "全体")


def everywhere(theme: Theme) -> Block:
    """The theme across all municipalities."""
    return button(f"{theme.short}：全市町", f"status:{theme.id}", theme.short)


def standing_of(municipality: Municipality) -> Block:
    """The municipality in every theme."""
    return button(f"{municipality.name}の現況", f"status:{municipality.code}", municipality.name)
