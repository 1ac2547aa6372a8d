"""What the audit log says, for people: the last entries, and the form in which a period of it is asked for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.calendar import TOKYO
from messages.blocks import Block, Message, button, context, cut, data_table, field, header, section
from messages.forms import modal
from messages.onward import onward
from messages.pieces import message
from messages.words import day, render

LATEST = 20
TITLE = "操作の記録"
ROBOT = "ボット"
ACTIONS = {
    "account": "アカウントの変更",
    "application.ask": "参加の申し込み",
    "application.refuse": "参加の申し込みを断る",
    "audit.export": "操作の記録の書き出し",
    "backup.restore": "バックアップからの復元",
    "choices": "設定の変更",
    "deadline.add": "締切の登録",
    "deadline.calendar": "締切のカレンダーの書き出し",
    "deadline.cancel": "締切の取り消し",
    "deadline.move": "締切の変更",
    "deadline.tap": "締切への回答",
    "disposal.confirm": "記録の廃棄",
    "disposal.list": "廃棄の一覧の作成",
    "export": "資料の書き出し",
    "failed": "届かなかったお知らせの扱い",
    "leave": "不在の登録",
    "leave.end": "不在の取り消し",
    "note.delete": "ノートの削除",
    "note.edit": "ノートの修正",
    "note.export": "ノートの書き出し",
    "note.restore": "ノートを前の版に戻す",
    "note.review": "ノートの見直し（このままでよい）",
    "note.useful": "ノートが参考になった",
    "note.write": "ノートの作成",
    "nudge": "ご確認のお願いの送信",
    "pause": "お知らせの休止",
    "question.amended": "相談への補足",
    "question.answered": "相談への回答",
    "question.asked": "相談",
    "question.asked_back": "相談についての市町への確認",
    "question.closed": "相談の解決",
    "question.passed": "相談の国への照会",
    "question.reopened": "再度の相談",
    "question.shared": "相談の全市町への共有",
    "question.state_answered": "相談への国の回答の記録",
    "question.withdrawn": "相談の取り下げ",
    "reference.apply": "ステップ・業務・様式の取り込み",
    "reference.drop": "ステップ・業務・様式の取り込みをやめる",
    "reference.export": "ステップ・業務・様式の書き出し",
    "pmo_list.keep": "PMOツールの一覧の取り込み",
    "report": "照会への報告",
    "report.sheet": "報告の様式の書き出し",
    "resume": "お知らせの再開",
    "roster": "名簿の変更",
    "roster.add": "名簿への追加",
    "roster.change": "名簿の変更",
    "roster.drop": "名簿の取り込みをやめる",
    "roster.export": "名簿の書き出し",
    "roster.import": "名簿の取り込み",
    "roster.remove": "名簿からの削除",
    "round.accepted": "報告の受理",
    "round.asked_longer": "期限延長の申し出",
    "round.change": "照会の変更",
    "round.close": "照会の締め切り",
    "round.exempted": "対象外にする",
    "round.given_longer": "期限の延長",
    "round.included": "対象に戻す",
    "round.move": "照会の締切の変更",
    "round.not_longer": "期限延長を認めない",
    "round.open": "照会の開始",
    "round.reopen": "照会の再開",
    "round.returned": "報告の差し戻し",
    "round.template": "毎月の照会の登録",
    "round.template_stop": "毎月の照会の中止",
    "snooze": "お知らせを翌朝に延ばす",
    "succession": "担当者の交代",
    "succession.plan": "担当者の交代の予定",
}
Line = tuple[datetime, str, str, str]
"""When, who, what was done, to what."""


def called(action: str) -> str:
    """The action in words; the name it is kept under where it has none."""
    return ACTIONS.get(action, action)


def latest(lines: Sequence[Line], total: int) -> Message:
    """The last entries as a table, and the way to all of them."""
    blocks: list[Block] = [header("audit", TITLE), section("intro", render("audit.j2", total=total))]
    words: dict[str, str] = {}
    if lines:
        rows = [[moment(at), who, called(action), subject] for at, who, action, subject in lines]
        blocks.append(data_table("latest", "最近の操作", [["日時", "だれが", "操作", "対象"], *rows]))
        words["latest"] = "\n".join("　".join(row) for row in rows)
    export = button("期間を選んで書き出す", "audit:ask", "ask")
    return message([*blocks, onward(export, button("設定へ", "choices:show", "show"))], words)


def asking(first: date, last: date) -> dict[str, Any]:
    """The form: from which day to which."""
    blocks = [
        context("intro", render("audit_file.j2")),
        field("since", "この日から", {"type": "datepicker", "initial_date": first.isoformat()}),
        field("until", "この日まで", {"type": "datepicker", "initial_date": last.isoformat()}),
    ]
    return modal("audit", TITLE, "書き出す", blocks, "")


BACKWARDS = {"until": "始まりの日より後の日を選んでください。"}
NONE = {"since": "この期間に操作の記録はありません。期間を広げてください。"}


def sent(first: date, last: date, count: int) -> Message:
    """Where the file went."""
    said = f"{day(first)}から{day(last)}までの操作の記録（{count:,}件）を、ボットとの1対1の画面に送りました。"
    return message([section("sent", said)])


def making() -> Message:
    """The file is on its way."""
    said = "操作の記録を書き出しています。ボットとの1対1の画面に届きます。この画面は閉じて構いません。"
    return message([section("making", said)])


def unsent() -> Message:
    """The chat did not take the file."""
    again = button("もう一度書き出す", "audit:ask", "ask")
    return message(
        [
            section("unsent", "操作の記録のファイルを送れませんでした。少し待ってから、もう一度お試しください。"),
            onward(again),
        ]
    )


def comment(first: date, last: date, at: datetime, by: str) -> str:
    """What stands with the file."""
    return render("audit_comment.j2", first=day(first), last=day(last), at=moment(at), by=by)


def row(entry: Any, names: Mapping[str, str]) -> tuple[str, ...]:
    """What documents/audit.py writes of an entry."""
    told = (entry.subject, entry.detail, entry.before, entry.hash)
    return (
        str(entry.nth),
        moment(entry.at),
        entry.by,
        name(entry.by, names),
        called(entry.action),
        entry.action,
        *told,
    )


def name(user: str, names: Mapping[str, str]) -> str:
    """The post of an account, as far as the roster knows it."""
    return cut(names.get(user) or user, 60) if user else ROBOT


def moment(at: datetime) -> str:
    """2022-09-08 09:00:00, in Japan."""
    return f"{at.astimezone(TOKYO):%Y-%m-%d %H:%M:%S}"
