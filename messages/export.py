"""Papers to hand out: what can be asked for, where the file went, and the words beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.calendar import TOKYO
from domain.errors import AmbiguousName
from domain.paper import Document, Paper
from domain.papers_asked import EVERY as ALL
from domain.papers_asked import Wanted, written
from messages.blocks import Block, Message, actions, button, context, cut, header, plain, plain_text, section
from messages.onward import onward
from messages.pieces import message
from messages.words import day, escape, render

LABELS = {"xlsx": "Excel", "pptx": "PowerPoint", "csv": "CSV", "png": "画像"}
EVERY = "全市町（1つのファイル）"
Things = Sequence[tuple[str, str]]
"""What a paper can be about: municipalities, rounds or fields, each by its id and its name."""

MOST_OPTIONS = 100  # a select takes no more
LONGEST_SPOKEN = 1_000  # the text of a picture takes no more
LONGEST_ECHO = 40
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s≪≫《》]+')


def listing(documents: Sequence[Document], things: Mapping[str, Things], unknown: Sequence[str]) -> Message:
    """Every paper with a button for each form of file, or with the things that it can be about."""
    intro = render("export_list.j2", unknown=cut(" ".join(unknown), LONGEST_ECHO))
    blocks = [header("export", "資料を作る"), section("intro", intro)]
    for document in documents:
        number = f"{document.number}　" if document.number else ""
        blocks += [section(f"about-{document.id}", f"*{escape(f'{number}{document.name}')}*")]
        blocks += [_ways(document, things.get(document.id, ()))]
    return message([*blocks, context("confidential", render("export_confidential.j2"))])


def ambiguous(error: AmbiguousName) -> Message:
    """A name that fits several things: each as a button, with the rest of what was typed."""
    asked = render("export_ambiguous.j2", text=cut(error.text, LONGEST_ECHO))
    buttons = [button(name, f"export:typed:{nth}", whole) for nth, (name, whole) in enumerate(error.choices)]
    return message([plain("ambiguous", asked), actions("choices", buttons)])


def which(wanted: Wanted, things: Things) -> Message:
    """Ask of which municipality, or of which round."""
    document = wanted.document
    name, of = (document.name, document.of) if document else ("", "")
    asked = section("which", render("export_which.j2", name=name, of=of, some=bool(things)))
    return message([asked, *([actions("pick", [_select(wanted, things)])] if things else []), onward(_all())])


def made(post: str, at: datetime) -> str:
    """作成：事務局 令和4年9月8日(木) 09:00."""
    here = at.astimezone(TOKYO)
    return f"作成：{cut(post, 60)}　{day(here.date())} {here:%H:%M}"


def comment(paper: Paper, on: date) -> str:
    """What stands with the file."""
    return render("export_comment.j2", title=paper.title, made=paper.made, on=day(on))


def title(paper: Paper, wanted: Wanted) -> str:
    """What a file is called; one of all municipalities by its paper."""
    return f"{_name(wanted)}　全市町" if wanted.subject == ALL else paper.title


def spoken(paper: Paper, wanted: Wanted) -> str:
    """What a picture shows, in words: the figures, as many as there is room for."""
    if wanted.form != "png":
        return ""
    rest = "…（ほかの数字は Excel の資料にあります）"
    fits = len(paper.spoken) <= LONGEST_SPOKEN
    return paper.spoken if fits else paper.spoken[: LONGEST_SPOKEN - len(rest)] + rest


def begun(wanted: Wanted, count: int) -> Message:
    """It is being made; how far it has come, and the file, come beside the bot alone."""
    return _making(render("export_begun.j2", name=_name(wanted), format=LABELS[wanted.form], count=count))


def making(wanted: Wanted, done: int, of: int) -> Message:
    """How far it has come."""
    return _making(render("export_making.j2", name=_name(wanted), format=LABELS[wanted.form], done=done, of=of))


def sent(paper: Paper, wanted: Wanted) -> Message:
    """Where the file went, and the other forms of it."""
    forms = wanted.document.formats if wanted.document else ()
    same = [replace(wanted, format=form) for form in forms if form != wanted.form]
    others = [_button(each) for each in same if each.form == each.format]
    said = render("export_sent.j2", title=paper.title, format=LABELS[wanted.form])
    return message([section("sent", said), onward(*others, _all())])


def unsent(wanted: Wanted) -> Message:
    """The chat did not take it."""
    return message([section("unsent", render("export_unsent.j2")), onward(_button(wanted), _all())])


def file_name(title: str) -> str:
    """A title as the name of a file."""
    return cut(_NOT_IN_A_NAME.sub("_", title).strip("_"), 80)


def _making(text: str) -> Message:
    return message([section("making", text)])


def _name(wanted: Wanted) -> str:
    return wanted.document.name if wanted.document else ""


def _ways(document: Document, things: Things) -> Block:
    """A button for each form of file; where it can be about several things, a list of these."""
    wanted = Wanted(document)
    if document.of == "round":
        return actions(f"make-{document.id}", [button("照会を選ぶ", "export:list:round", written(wanted))])
    if document.of and len(things) != 1:
        return actions(f"make-{document.id}", [_select(wanted, things)] if things else [_button(wanted)])
    return actions(f"make-{document.id}", [_button(replace(wanted, format=form)) for form in document.formats])


def _select(wanted: Wanted, things: Things) -> Block:
    document = wanted.document.id if wanted.document else ""
    options = [
        {"text": plain_text(cut(name, 75)), "value": written(wanted.of(id_))} for id_, name in things[:MOST_OPTIONS]
    ]
    prompt = plain_text(f"選ぶと {LABELS[wanted.form]} で届きます")
    return {"type": "static_select", "action_id": f"export:pick:{document}", "placeholder": prompt, "options": options}


def _button(wanted: Wanted) -> Block:
    document = wanted.document.id if wanted.document else ""
    return button(LABELS[wanted.form], f"export:{wanted.form}:{document}", written(wanted))


def _all() -> Block:
    return button("資料の一覧", "export:list", "-")
