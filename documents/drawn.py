"""The forms of file in which a paper can be had."""

from collections.abc import Callable, Mapping
from datetime import datetime

from documents import csv_file, pptx, xlsx
from domain.paper import Paper

Writer = Callable[[Paper, datetime], bytes]


def _csv(paper: Paper, _at: datetime) -> bytes:
    return csv_file.written(paper)


FORMATS: Mapping[str, Writer] = {"xlsx": xlsx.written, "pptx": pptx.written, "csv": _csv}
