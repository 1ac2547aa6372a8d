"""A last guess at what the grammar does not read (Oct 31, next Friday): only ever offered as a question."""

from datetime import date, datetime, timedelta

_LONGEST = 40  # characters: longer texts are sentences
_LATEST = timedelta(days=730)
_SETTINGS = {
    "DATE_ORDER": "MDY",  # with YMD, 10月28日 becomes 2110-09-28
    "PREFER_DATES_FROM": "future",
    "RETURN_AS_TIMEZONE_AWARE": False,  # a TIMEZONE would compare the reference as if it were UTC
}


def by_dateparser(text: str, now: datetime) -> date | None:
    """The day dateparser reads, if it lies ahead and near."""
    if len(text) > _LONGEST:
        return None
    import dateparser  # type: ignore[import-untyped]  # noqa: PLC0415 – half a second to load, hardly ever needed

    naive = now.replace(tzinfo=None)
    for language in ("en", "ja"):
        settings = {**_SETTINGS, "RELATIVE_BASE": naive}
        if found := dateparser.parse(text, languages=[language], settings=settings):
            day: date = found.date()
            return day if naive.date() <= day <= naive.date() + _LATEST else None
    return None
