"""Papers to hand out: what can be asked for, where the file went, and the words beside it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.calendar import TOKYO
from domain.model import Municipality
from domain.paper import Document, Paper
from domain.papers_asked import FORMATS, Wanted, written
from messages.blocks import Block, Message, actions, button, context, cut, header, plain_text, section
from messages.onward import onward
from messages.pieces import message
from messages.words import day, escape, render

LABELS = {"xlsx": "Excel", "pptx": "PowerPoint", "csv": "CSV"}
Things = Sequence[tuple[str, str]]
"""What a paper can be about: municipalities or rounds, each by its id and its name."""

MOST_OPTIONS = 100  # a select takes no more
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s≪≫《》]+')


def listing(documents: Sequence[Document], own: Sequence[Municipality], unknown: Sequence[str]) -> Message:
    """Every paper with a button for each form of file."""
    intro = render("export_list.j2", unknown=cut(" ".join(unknown), 40))
    blocks = [header("export", "資料を作る"), section("intro", intro)]
    for document in documents:
        number = f"{document.number}　" if document.number else ""
        blocks += [section(f"about-{document.id}", f"*{escape(f'{number}{document.name}')}*"), _ways(document, own)]
    return message([*blocks, context("confidential", render("export_confidential.j2"))])


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


def sent(paper: Paper, wanted: Wanted) -> Message:
    """Where the file went, and the other forms of it."""
    others = [_button(replace(wanted, format=form)) for form in FORMATS if form != wanted.format]
    said = render("export_sent.j2", title=paper.title, format=LABELS[wanted.format])
    return message([section("sent", said), onward(*others, _all())])


def unsent(wanted: Wanted) -> Message:
    """The chat did not take it."""
    return message([section("unsent", render("export_unsent.j2")), onward(_button(wanted), _all())])


def plain(title: str) -> str:
    """A title as the name of a file."""
    return cut(_NOT_IN_A_NAME.sub("_", title).strip("_"), 80)


def _ways(document: Document, own: Sequence[Municipality]) -> Block:
    """A button for each form of file; where it is one municipality's, and there are several, a list of these."""
    wanted = Wanted(document)
    if document.of == "municipality" and len(own) != 1:
        return actions(f"make-{document.id}", [_select(wanted, [(each.code, each.name) for each in own])])
    if document.of == "round":
        return actions(f"make-{document.id}", [button("照会を選ぶ", "export:list:round", written(wanted))])
    return actions(f"make-{document.id}", [_button(replace(wanted, format=form)) for form in FORMATS])


def _select(wanted: Wanted, things: Things) -> Block:
    document = wanted.document.id if wanted.document else ""
    options = [
        {"text": plain_text(cut(name, 75)), "value": written(replace(wanted, subject=id_))}
        for id_, name in things[:MOST_OPTIONS]
    ]
    prompt = plain_text(f"選ぶと {LABELS[wanted.format]} で届きます")
    return {"type": "static_select", "action_id": f"export:pick:{document}", "placeholder": prompt, "options": options}


def _button(wanted: Wanted) -> Block:
    document = wanted.document.id if wanted.document else ""
    return button(LABELS[wanted.format], f"export:{wanted.format}:{document}", written(wanted))


def _all() -> Block:
    return button("資料の一覧", "export:list", "-")
