"""The audit log as a file: for an audit (監査) or a request for disclosure (情報公開請求)."""

from collections.abc import Iterable, Sequence

from documents import table

HEAD = ("番号", "日時", "操作した人のID", "操作した人", "操作", "操作の名前", "対象", "内容", "前の印", "印")


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """The file; each row holds what HEAD names. Its marks (印) prove that nothing was changed or left out."""
    return table.written([HEAD, *rows])
