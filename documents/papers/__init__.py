"""The papers of the conference: each composed from what is known, drawn by documents/xlsx, pptx, csv_file and png."""

from documents.papers import (
    agenda,
    card,
    handover,
    matrix,
    online,
    progress,
    questions,
    reconciliation,
    roster,
    round_table,
    rpa,
    schedule,
    support,
    trend,
    unreported,
)

__all__ = [
    "agenda",
    "card",
    "handover",
    "matrix",
    "online",
    "progress",
    "questions",
    "reconciliation",
    "roster",
    "round_table",
    "rpa",
    "schedule",
    "support",
    "trend",
    "unreported",
]
