"""The buttons with which a municipality answers a round: nothing new in one tap, or the form."""

from messages.blocks import Block, button


def answering(round: str, code: str) -> list[Block]:
    """報告する and 変更なしで報告 for one municipality in one round."""
    value = f"{round} {code}"
    return [
        {**button("報告する", "report:open", value), "style": "primary"},
        button("変更なしで報告", "report:same", value),
    ]
