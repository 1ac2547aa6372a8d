"""Which version of the steps, the systems and the forms counts, which ones are to come, and their sheets."""

from collections.abc import Sequence

from domain.catalogue import Catalogue
from domain.edition import FORM, STEPS, SYSTEMS, Edition
from messages.blocks import Message, actions, button, header, section
from messages.onward import onward
from messages.pieces import message
from messages.reference import NAMES
from messages.words import day, escape, render

MOST = 23  # buttons in a row, and what is listed


def listing(catalogue: Catalogue, coming: Sequence[Edition]) -> Message:
    """A line and a button for each."""
    kinds = [STEPS, SYSTEMS, *(f"{FORM}{theme.id}" for theme in catalogue.themes)][:MOST]
    lines = [f"• {escape(called(kind, catalogue))}：{_edition(catalogue.editions.get(kind))}" for kind in kinds]
    later = [f"• {escape(_named(each))}：{_edition(each)}" for each in coming[:MOST]]
    files = [button(called(kind, catalogue), f"reference:file:{nth}", kind) for nth, kind in enumerate(kinds)]
    blocks = [
        header("reference", "ステップ・業務・様式"),
        section("how", render("reference_list.j2")),
        section("now", "\n".join(["*今の版*", *lines])),
        *([section("coming", "\n".join(["*これから*", *later]))] if later else []),
        actions("files", files),
    ]
    return message([*blocks, onward(button("設定へ", "choices:show", "show"))])


def called(kind: str, catalogue: Catalogue) -> str:
    """ステップ, 業務, 標準化の様式."""
    found = (theme.short for theme in catalogue.themes if f"{FORM}{theme.id}" == kind)
    return NAMES.get(kind) or f"{next(found, kind)}の様式"


def comment(name: str) -> str:
    """What stands beside the file."""
    return f"今の「{name}」です。直して、このボットとの1対1の画面に送ってください。"


def handed(name: str) -> Message:
    return _said("handed", f"「{escape(name)}」のファイルを、ボットとの1対1の画面に送りました。")


def unsent() -> Message:
    return _said("unsent", "ファイルを送れませんでした。少し待って、もう一度押してください。")


def gone() -> Message:
    return _said("gone", "この様式は、今はありません。一覧をもう一度開いてください。")


def _named(each: Edition) -> str:
    return NAMES.get(each.kind) or f"{each.contents['short']}の様式"


def _edition(each: Edition | None) -> str:
    return f"第{each.nth}版（施行日 {day(each.since)}）" if each else "最初の版"


def _said(block_id: str, words: str) -> Message:
    return message([section(block_id, words), onward(button("ステップ・業務・様式の一覧", "reference:list", "list"))])
