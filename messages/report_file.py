"""A report in a file: the form that is handed out, what was read of it, and what is wrong with it, cell by cell."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from domain.answer_sheet import Cell, Row, Wrong, labels
from domain.answers import Place
from domain.filling import REASON, Asking, Filled
from domain.forms import Field, Kind
from domain.round import Round
from messages.blocks import Message, actions, button, cut, header, plain, section
from messages.onward import onward
from messages.pieces import message
from messages.report_problems import FOUR, sentence
from messages.report_words import change
from messages.report_words import value as worded
from messages.words import as_of, number, render, title

MOST = 30  # lines
Read = tuple[Asking, Filled]


def rows(asking: Asking, answers: Mapping[Place, str], problems: Sequence[Wrong] = ()) -> list[Row]:
    """The rows of one municipality: what stands there, what was answered last, and how it is written."""
    wrong = {each.place: sentence(each.problem, asking) for each in problems}
    code, name = asking.municipality.code, asking.municipality.name
    return [
        Row(
            code,
            name,
            label,
            system,
            answers.get(place, ""),
            "" if place == REASON else _before(asking, place),
            _how(asking.field(place)),
            _choices(asking.field(place)),
            wrong.get(place, ""),
        )
        for label, system, place in labels(asking)
    ]


def day_of(asked: Round) -> str:
    return as_of(asked.as_of)


def file_name(asked: Round) -> str:
    """報告_令和4年9月 標準化の進捗照会.xlsx, without what no file may be called."""
    return f"報告_{cut(asked.title.translate(_NO_NAME), 60)}.xlsx"


_NO_NAME = str.maketrans(dict.fromkeys('\\/:*?"<>|', "＿"))


def comment(asked: Round) -> str:
    return render("report_file.j2", kind="comment", title=title(asked.title))


def marked() -> str:
    return render("report_file.j2", kind="marked")


def handed(count: int) -> Message:
    return message([section("handed", render("report_file.j2", kind="handed", count=count))])


def unsent(round_: str) -> Message:
    again = button("もう一度受け取る", "report:sheet", round_)
    return message([section("unsent", render("report_file.j2", kind="unsent")), onward(again)])


def unknown_body(cell: Cell) -> Message:
    """A row is of nobody who takes part."""
    words = render("report_file.j2", kind="unknown_body", row=cell.at.lstrip(ascii_uppercase))
    return message([section("unknown", words), plain("written", cut(cell.municipality, 100) or "（空欄）"), _list()])


def nothing_new() -> Message:
    return message([section("nothing-new", render("report_file.j2", kind="nothing_new")), _list()])


def reading(every: Sequence[Read], value: str, *, proxy: bool) -> Message:
    """What would be reported, each beside the last time; one press keeps all of it."""
    asked = every[0][0].round
    words = {"title": title(asked.title), "count": len(every), "as_of": as_of(asked.as_of), "proxy": proxy}
    lines = [line for about, filled in every for line in _changes(about, filled)]
    shown = [*lines[:MOST], *([f"ほかに{len(lines) - MOST}項目"] if len(lines) > MOST else [])]
    press = actions("confirm", [{**button("この内容で報告する", "report:sheet-keep", value), "style": "primary"}])
    told = section("reading", render("report_file.j2", kind="reading", **words))
    return message([header("report-file", "ファイルでの報告"), told, plain("lines", "\n".join(shown)), press])


def problems(every: Sequence[tuple[Asking, Sequence[Wrong]]]) -> Message:
    """Each with the address of its cell and what to write instead."""
    lines = [wrong_line(about, each) for about, found in every for each in found]
    shown = [*lines[:MOST], *([f"ほかに{len(lines) - MOST}か所"] if len(lines) > MOST else [])]
    told = section("wrong", render("report_file.j2", kind="wrong", count=len(lines)))
    return message([told, plain("cells", cut("\n".join(shown), 3_000)), _list()])


def done(every: Sequence[Asking]) -> Message:
    words = {"title": title(every[0].round.title), "count": len(every)}
    names = "、".join(about.municipality.name for about in every[:20])
    return message([section("done", render("report_file.j2", kind="done", names=names, **words)), _list()])


def known(count: int) -> Message:
    return message([section("known", render("report_file.j2", kind="known", count=count)), _list()])


def moved(names: Sequence[str]) -> Message:
    return message([section("moved", render("report_file.j2", kind="moved", names="、".join(names[:20]))), _list()])


def wrong_line(about: Asking, each: Wrong) -> str:
    """The address, the place, and what to write instead."""
    where = f"{each.at or '（欄なし）'} {about.municipality.name} {_label(about, each.place)}"
    return f"• {where}：{sentence(each.problem, about)}"


def _changes(about: Asking, filled: Filled) -> list[str]:
    name = about.municipality.name
    places = about.changes(filled.answers, about.before)
    told = [change(about, place, filled.answers, about.before) for place in places]
    return [f"• {name} {label}：{before} → {now}" for label, before, now in told] or [f"• {name}：前回と同じ内容"]


def _before(asking: Asking, place: Place) -> str:
    return worded(asking.before.get(place), asking.field(place)) if place in asking.before else ""


def _how(field: Field | None) -> str:
    """What may be written in the row."""
    if field is None:
        return "前回より下がったときや、締め切った後の訂正では、理由を書いてください"
    match field.kind:
        case Kind.STEP | Kind.STEPS:
            return f"0〜40の数字、または{FOUR}"
        case Kind.CHOICE:
            return f"リストから選ぶ、または{FOUR}"
        case Kind.DATE:
            return "令和5年3月末 のような日"
        case Kind.TEXT:
            return "文（1,000字まで）"
        case _:
            most = f"〜{number(field.max)}" if field.max is not None else "以上"
            return f"{number(field.min or 0)}{most}の数字{f'（{field.unit}）' if field.unit else ''}、または{FOUR}"


def _choices(field: Field | None) -> list[str]:
    return [words for _, words in field.choices] if field and field.kind is Kind.CHOICE else []


def _label(asking: Asking, place: Place) -> str:
    return "理由・補足" if place == REASON else asking.label(place)


def _list() -> dict[str, object]:
    return onward(button("受付中の照会", "report:list", "list"))
