"""The form of a round for one municipality, made from the theme's fields and filled with what was answered last."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.answers import SAID, bounds
from domain.filling import BLANK, EVERY, REASON, Asking, name
from domain.forms import Field, Kind
from domain.round import Draft
from messages.blocks import Block, actions, button, context, cut, field, header, plain_text, section
from messages.forms import modal
from messages.moments import until
from messages.report_buttons import answering
from messages.report_problems import FOUR
from messages.report_words import at
from messages.words import as_of, number, render

LONGEST = 3_000  # characters that may be typed; what counts is said in words
LEAVE_BLANK = "空欄にする（分からない）"


def form(
    asking: Asking, typed: Mapping[str, str], metadata: str, *, draft: Draft | None, saved: bool, proxy: bool
) -> dict[str, Any]:
    """The form with what is `typed` in it; `draft` is where that comes from, or (`saved`) goes to."""
    blocks = [
        header("title", asking.round.title),
        section("about", _about(asking)),
        *_notes(asking, draft, saved=saved, proxy=proxy),
        *_fields(asking, typed, "saved" if saved else "draft" if draft else "last"),
        actions("draft-actions", [button("下書きとして保存", "report:draft", "draft")]),
    ]
    made = modal("report", cut(f"報告：{asking.theme.short}", 24), "報告する", blocks, metadata)
    return {**made, "notify_on_close": True}


def waiting() -> dict[str, Any]:
    """Stands in the form's place while it is read."""
    return _instead("loading", [])


def unreadable(round: str, code: str) -> dict[str, Any]:
    """The same where it could not be read, with the button once more."""
    return _instead("unreadable", [actions("again", [button("もう一度開く", "report:edit", f"{round} {code}")])])


def not_opened(round: str, code: str) -> list[Block]:
    """The chat did not open the form in time: the buttons once more."""
    words = render("report_not_opened.j2", kind="expired")
    return [section("not-opened", words), actions("answering", answering(round, code))]


def unstored() -> str:
    """What a form says that could not be kept."""
    return render("report_not_opened.j2", kind="unstored")


def _instead(kind: str, blocks: list[Block]) -> dict[str, Any]:
    words = section(kind, render("report_not_opened.j2", kind=kind))
    return {"type": "modal", "title": plain_text("報告"), "close": plain_text("閉じる"), "blocks": [words, *blocks]}


def _about(asking: Asking) -> str:
    report = asking.report
    return render(
        "report_form.j2",
        municipality=asking.municipality.name,
        as_of=as_of(asking.round.as_of),
        due=until(asking.due_at) if asking.due_at else "",
        reported=at(report.at) if report else "",
        nth=report.nth if report else 0,
        days="、".join(as_of(each) for each in asking.days),
    )


def _notes(asking: Asking, draft: Draft | None, *, saved: bool, proxy: bool) -> Iterator[Block]:
    """What has to be known first: the round is closed, it is the secretariat's hand, it goes on from a draft."""
    if not asking.round.is_open:
        yield section("closed", render("report_form_note.j2", kind="closed"))
    if proxy:
        yield context("proxy", render("report_form_note.j2", kind="proxy"))
    if draft:
        words = render("report_form_note.j2", kind="saved" if saved else "draft", at=at(draft.at))
        yield section("saved" if saved else "draft", words)
        yield actions("drafted", [button("下書きを捨てる", "report:undraft", "undraft")])


def _fields(asking: Asking, typed: Mapping[str, str], source: str) -> Iterator[Block]:
    """An input for each place. Its action_id says what it was filled from: so another filling replaces what stood."""
    inputs = []
    for about in asking.form:
        if about.kind is Kind.STEPS:
            inputs += list(_systems(asking, about, typed))
        else:
            inputs.append(_input(about, 0, _label(about), typed))
    reason = _text({"multiline": True}, typed.get(name(REASON), ""), "戻した理由、数字の数え方など")
    late = "" if asking.round.is_open else "（直す理由を必ず書いてください）"
    inputs.append(field(name(REASON), f"理由・補足{late}", reason, optional=asking.round.is_open))
    for each in inputs:
        yield _from(each, source) if each["type"] == "input" else each


def _systems(asking: Asking, about: Field, typed: Mapping[str, str]) -> Iterator[Block]:
    """One screen for all systems: a step for all of them, and each for itself."""
    yield section("systems-how", render("report_form_note.j2", kind="systems"))
    yield _input(about, EVERY, "全業務をまとめて", typed)
    for system in asking.systems:
        yield _input(about, system.number, system.name, typed)


def _input(about: Field, item: int, label: str, typed: Mapping[str, str]) -> Block:
    place = name((about.id, item))
    now = typed.get(place, "")
    element = _select(about, now) if about.kind is Kind.CHOICE else _text(_shape(about), now, _hint(about))
    return field(place, cut(label, 2_000), element, optional=True)


def _shape(about: Field) -> Block:
    return {"multiline": True} if about.kind is Kind.TEXT else {}


def _text(shape: Block, now: str, hint: str) -> Block:
    initial = {"initial_value": cut(now, LONGEST)} if now else {}
    return {"type": "plain_text_input", **shape, "placeholder": plain_text(cut(hint, 150)), **initial}


def _select(about: Field, now: str) -> Block:
    """The form's choices, the four that can be said everywhere, and nothing; with what stood there before."""
    keys: Sequence[str] = [*(key for key, _ in about.choices), *SAID, BLANK]
    options = [_option(about, key) for key in dict.fromkeys([*keys, *([now] if now else [])])]
    initial = {"initial_option": _option(about, now)} if now else {}
    return {"type": "static_select", "placeholder": plain_text("選んでください"), "options": options, **initial}


def _option(about: Field, key: str) -> Block:
    words = LEAVE_BLANK if key == BLANK else about.choice(key) or key
    return {"text": plain_text(cut(words, 75)), "value": cut(key, 150)}


def _label(about: Field) -> str:
    return f"{about.label}（{about.unit}）" if about.unit and about.unit not in about.label else about.label


def _hint(about: Field) -> str:
    """The bounds, and what can be said everywhere."""
    if about.kind is Kind.DATE:
        return f"令和4年10月31日 のように書いてください。{FOUR}も書けます"
    if about.kind is Kind.TEXT:
        return f"{FOUR}も書けます"
    least, most = bounds(about)
    span = f"{number(least)}〜{number(most)}" if most is not None else f"{number(least)}以上の数字"
    return f"{span}。{FOUR}も書けます"


def _from(block: Block, source: str) -> Block:
    return {**block, "element": {**block["element"], "action_id": source}}
