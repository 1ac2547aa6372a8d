"""The forms of file in which a paper can be had, or several of them in one file."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from documents import csv_file, png, pptx, xlsx
from domain.paper import Paper

Writer = Callable[[Iterable[Paper], datetime], bytes]


def _csv(papers: Iterable[Paper], _at: datetime) -> bytes:
    return csv_file.written(papers)


FORMATS: Mapping[str, Writer] = {"xlsx": xlsx.written, "pptx": pptx.written, "csv": _csv, "png": png.written}
