"""The papers of the conference: each composed from what is known, drawn by documents/xlsx, pptx and csv_file."""

from documents.papers import (
    agenda,
    card,
    handover,
    matrix,
    online,
    progress,
    questions,
    reconciliation,
    round_table,
    rpa,
    schedule,
    support,
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
    "round_table",
    "rpa",
    "schedule",
    "support",
    "unreported",
]
