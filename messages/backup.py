"""What is said of backups: why the nightly one was not made."""

from datetime import date

from messages.blocks import Message, header, section
from messages.pieces import message
from messages.words import day, render

REASONS = {
    "full": "ディスクの空きが足りません",
    "closed": "書く場所がないか、書く権限がありません",
    "unreachable": "データベースを読めません",
    "different": "正しいバックアップではありません（壊れているか、戻したものが元と同じになりません）",
    "unknown": "想定していない問題が起きました（詳しくはボットのログにあります）",
}


def failed(night: date, why: str) -> Message:
    """Last night's backup was not made, why, and whom to ask."""
    said = render("backup_failed.j2", night=day(night), reason=REASONS.get(why, REASONS["unknown"]))
    return message([header("backup", "バックアップを取れませんでした"), section("backup-failed", said)])
