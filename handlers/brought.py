"""A file that somebody sends to the bot: fetched once, told by its heads what it is, handed to who reads such files."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents import answer_sheet, roster, sheet
from documents import reference as reference_document
from documents.sheet import Sheet
from documents.table import Line, Unreadable
from domain.errors import NotAllowed
from domain.model import Member
from handlers import pmo_list, reference, report_file, roster_csv
from handlers.answers import Reply
from handlers.desk import Desk
from handlers.files import NotFetched
from messages import brought as said
from messages import errors as sentences
from messages.blocks import Message

ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")
KINDS = {"xlsx", "xlsm", "xls", "csv", "tsv", "text"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads one kind of file: how it is recognised, and what is answered to it."""

    is_mine: Callable[[Sequence[Line]], bool]
    take: Callable[[Sheet, Member, Desk], Awaitable[Message]]


READERS = (
    Reader(answer_sheet.is_one, report_file.from_file),
    Reader(roster.is_one, roster_csv.from_file),
    Reader(reference_document.is_one, reference.from_file),
    Reader(pmo_list.is_one, pmo_list.from_file),
    Reader(pmo_list.may_be_one, pmo_list.from_file),  # of what nobody knows the columns are asked
)


def brought(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first file of a message that may be a table."""
    files = event.get("files") or ()
    found = (each for each in files if str(each.get("name", "")).casefold().endswith(ENDINGS))
    return next(found, None) or next((each for each in files if each.get("filetype") in KINDS), None)


def from_file(file: Mapping[str, Any], member: Member, desk: Desk) -> Reply:
    return _read(file, member, desk)


async def _read(file: Mapping[str, Any], member: Member, desk: Desk) -> Message:
    try:
        contents = await desk.files.fetch(file, sheet.LARGEST)
        opened = await asyncio.to_thread(sheet.opened, str(file.get("name") or ""), contents)
        reader = next((each for each in READERS if each.is_mine(opened.lines)), None)
        return await reader.take(opened, member, desk) if reader else said.unknown(opened.lines[0][1], desk.prefix)
    except NotFetched as failure:
        return said.unreadable(failure.reason)
    except Unreadable as failure:
        return said.unreadable(failure.reason, failure.about)
    except NotAllowed as refusal:
        return sentences.explain(refusal, desk.prefix)
