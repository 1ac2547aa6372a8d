"""A paper on its way: made beside the loop, with word of how far it has come where that takes long, and sent."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.model import Member
from domain.paper import Paper
from domain.papers_asked import EVERY, Wanted
from handlers.desk import Desk
from handlers.errors import numbered
from handlers.export_making import Making, asked_day
from handlers.files import File
from messages import export as said
from messages.blocks import Message


@dataclass(slots=True)
class Progress:
    """How many of the papers of one file are drawn."""

    done: int
    of: int


async def sent(wanted: Wanted, bodies: Sequence[str], member: Member, desk: Desk) -> AsyncIterator[Message]:
    """Where the file went; before that, where it is not ready at once, how far it has come."""
    by, now = said.made(member.post, desk.now()), desk.now()
    many = wanted.subject == EVERY
    if many:
        yield said.begun(wanted, len(bodies))
    try:
        makings = [making async for making in _read(wanted, bodies, desk)]
        progress = Progress(0, len(makings))
        building = asyncio.ensure_future(asyncio.to_thread(_built, makings, wanted, by, now, progress))
        while not (await asyncio.wait({building}, timeout=desk.answers.patience))[0]:
            yield said.making(wanted, progress.done, progress.of)
        paper, contents = building.result()
    except Exception as error:  # noqa: BLE001 – whoever waits for a file is told, whatever broke
        yield numbered(error)
        return
    yield await _handed(replace(paper, title=said.title(paper, wanted)), contents, wanted, member, desk)


async def _read(wanted: Wanted, bodies: Sequence[str], desk: Desk) -> AsyncIterator[Making]:
    """The facts of each paper; between two of them the loop does what else there is."""
    from handlers.export_papers import making  # noqa: PLC0415 – a start need not load every paper

    for code in bodies or [wanted.subject]:
        yield making(replace(wanted, subject=code), desk)
        await asyncio.sleep(0)


def _built(
    makings: Sequence[Making], wanted: Wanted, by: str, now: datetime, progress: Progress
) -> tuple[Paper, bytes]:
    """The first of the papers, and the file of all of them."""
    from documents import drawn  # noqa: PLC0415 – likewise

    first = replace(makings[0](), made=by)
    papers = _counted(first, makings[1:], by, progress)
    return first, drawn.FORMATS[wanted.form](papers, now)


def _counted(first: Paper, makings: Iterable[Making], by: str, progress: Progress) -> Iterator[Paper]:
    """One after the other; whoever asks for the next has drawn the one before."""
    yield first
    for making in makings:
        progress.done += 1
        yield replace(making(), made=by)
    progress.done += 1


async def _handed(paper: Paper, contents: bytes, wanted: Wanted, member: Member, desk: Desk) -> Message:
    on = asked_day(wanted, desk)
    name = f"{said.file_name(paper.title)}_{on:%Y%m%d}.{wanted.form}"
    spoken = said.spoken(paper, wanted)
    file = File(name, paper.title, said.comment(paper, on), contents, spoken)
    return said.sent(paper, wanted) if await desk.files.send(member.user, file) else said.unsent(wanted)
