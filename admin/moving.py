"""python bot.py migrate-database: everything moves into another database, and is compared there, row by row."""

import contextlib
from collections.abc import Callable, Iterator

from admin.installation import Refused
from storage import moving
from storage.condition import revision_of, unused
from storage.database import HEAD, Database, Unreachable, is_foreign, open_database
from storage.moving import NotTheSame
from storage.url import is_ours, is_same, shown

Say = Callable[[str], None]

HOW = "sqlite:///ファイル か postgresql://利用者@サーバー/名前 の形で書いてください"


def migrate(source_url: str, target_url: str, say: Say) -> None:
    """Move, compare, and say which DATABASE_URL counts from now on. Nobody else may use either meanwhile."""
    _permitted(source_url, target_url)
    _up_to_date(source_url)
    with _held(source_url) as source, _held(target_url, "移す先の") as target:
        say(f"{shown(source_url)} から {shown(target_url)} へ移します。")
        try:
            carry(source, target, say)
        except NotTheSame as different:
            raise Refused(_other(different)) from None
        say(chain(target))
    say(_done(target_url))


def carry(source: Database, target: Database, say: Say) -> int:
    """Move with a line for each table, and compare the rows; return how many there are. Raises NotTheSame."""
    for step in moving.move(source, target):
        if step.of and step.rows:
            say(f"  {step.nth}／{step.tables} {step.table}：{step.rows:,}／{step.of:,}行")
    say("移した行を、1行ずつ見比べています。")
    rows = moving.same(source, target)
    say(f"{rows:,}行がすべて同じです。")
    return rows


def _permitted(source_url: str, target_url: str) -> None:
    if not is_ours(target_url):
        raise Refused(f"移す先のアドレスが読めません。{HOW}。")
    if is_same(source_url, target_url):
        raise Refused("移す先が、今のデータベース（DATABASE_URL）と同じです。別のデータベースを書いてください。")


def _up_to_date(source_url: str) -> None:
    """The old database is only read: one of an older version is first to be upgraded by the bot, which backs it up."""
    with contextlib.suppress(Unreachable):  # told of where it is opened
        if (found := revision_of(source_url)) and found < HEAD:
            raise Refused(
                f"今のデータベースは前の版（{found}）です。先にボットを一度起動して、新しい版にしてください。"
            )


@contextlib.contextmanager
def _held(url: str, which: str = "今の") -> Iterator[Database]:
    """The database, used by nobody else."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(unused(url))
            if is_foreign(url):
                raise Refused(f"{which}データベース（{shown(url)}）には、このボットのものではない記録があります。")
            database = stack.enter_context(contextlib.closing(open_database(url)))
        except Unreachable:
            raise Refused(
                f"{which}データベース（{shown(url)}）につながりません。アドレスと、動いているかを確かめてください。"
            ) from None
        yield database


def chain(database: Database) -> str:
    """Whether the audit log is whole: it was carried over as it is."""
    if moving.is_chained(database):
        return "操作の記録（監査）は、すべてつながっています。"
    return "！ 操作の記録（監査）が途中でつながっていません。python bot.py audit --verify で確かめてください。"


def _other(different: NotTheSame) -> str:
    tables = "、".join(different.tables)
    return (
        f"移す先には、移すものと違う記録があります（{tables}）。DATABASE_URL は変えないでください。"
        "空のデータベースを用意して、もう一度移してください。"
    )


def _done(target_url: str) -> str:
    is_secret = shown(target_url) != target_url
    hidden = "（*** は、移す先のパスワードに読み替えてください）" if is_secret else ""
    return (
        f"移し終えました。.env の DATABASE_URL を次のように書き換えて、ボットを起動してください{hidden}。\n"
        f"  DATABASE_URL={shown(target_url)}\n"
        "元のデータベースはそのまま残っています。ボットが動くことを確かめるまで、消さないでください。"
    )
