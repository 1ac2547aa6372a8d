"""python bot.py init: asks for the settings, looks at each while it is asked, and writes .env."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from admin import check_chat, check_database, env_file
from admin.check import Check, State, is_well
from admin.installation import Installation
from domain.calendar import TOKYO
from storage.url import is_ours

Say = Callable[[str], None]
Answers = dict[str, str]
OF = "([a-z0-9-]+:)?"  # the name of a conference, where there are several
SLACK = "https://slack.com/api/"


class Ask(Protocol):
    """Asks whoever sits there; what is secret is not shown while it is typed."""

    def __call__(self, asked: str, usual: str, *, secret: bool = False) -> str: ...


@dataclass(frozen=True, slots=True)
class Question:
    """A setting: what is asked, what it has to look like, and which of the doctor's lines then say how it is."""

    name: str
    asked: str
    form: str
    example: str
    usual: str = ""
    secret: bool = False
    looks: tuple[str, ...] = ()


BOT = Question(
    "SLACK_BOT_TOKEN",
    "ボットのトークン（Slack の「OAuth & Permissions」にある xoxb-…）",
    r"xoxb-\S+",
    "xoxb- で始まる値",
    secret=True,
    looks=("トークン", "接続", "権限", "時計"),
)
APP = Question(
    "SLACK_APP_TOKEN",
    "Socket Mode のトークン（「Basic Information」の App-Level Tokens、connections:write、xapp-…）",
    r"xapp-\S+",
    "xapp- で始まる値",
    secret=True,
    looks=("Socket Mode",),
)
SIGNING = Question(
    "SLACK_SIGNING_SECRET",
    "署名の鍵（「Basic Information」の Signing Secret）",
    r"\S{8,}",
    "英数字の値",
    secret=True,
)
PORT = Question("PORT", "待ち受けるポート", r"[1-9][0-9]{0,4}", "1 から 65535 の数字", "8080", looks=("待ち受け",))
PREFIX = Question(
    "COMMAND_PREFIX",
    "コマンド名の頭に付ける文字（/status などは Slack 自身のコマンドなので必要です）",
    r"[a-z0-9]+[-_]",
    "dx- のような、半角の英小文字と数字に - か _ を付けたもの",
    "dx-",
)
ROOM = Question(
    "ROOM",
    "トークルームのチャンネルID（なければ、何も書かずに Enter）",
    rf"({OF}[CG][A-Z0-9]+(, *{OF}[CG][A-Z0-9]+)*)?",
    "C か G で始まるID（トークルームの名前を押し、いちばん下にあります）",
    looks=("トークルーム",),
)
SECRETARIAT = Question(
    "SECRETARIAT",
    "最初の事務局担当者の利用者ID（カンマ区切り）",
    rf"{OF}[UW][A-Z0-9]+( *, *{OF}[UW][A-Z0-9]+)*",
    "U で始まるID（プロフィールの「…」→「メンバーIDをコピー」）",
    looks=("事務局",),
)
DATABASE = Question(
    "DATABASE_URL",
    "データベース（1台で使うならそのまま Enter。PostgreSQL なら postgresql://利用者@サーバー/名前）",
    r"(sqlite:///|postgresql://).+",
    "sqlite:///ファイル か postgresql://利用者@サーバー/名前",
    "sqlite:///var/bot.db",
    looks=("データベース",),
)
BACKUPS = Question(
    "BACKUP_DIR",
    "夜のバックアップを置くフォルダー（できればデータベースと別のディスク。- なら取りません）",
    r".+",
    "フォルダーの名前",
    "var/backups",
    looks=("バックアップ",),
)
SEED = Question(
    "SEED",
    "連携会議資料の数字を最初に読み込みますか（papers：読み込む、none：読み込まない）",
    "papers|none",
    "papers か none",
    "papers",
)
WAYS = "Slack からの届き方（1：Socket Mode、庁内から外へつなぐだけ。2：HTTP、外から届く窓口がある）"


def set_up(file: Path, example: Path, ask: Ask, say: Say) -> None:
    """Ask, look, and write the file; one that was there is kept beside it."""
    known = env_file.values(file)
    say(f"{file} を作ります。Enter だけを押すと、［ ］の中の値になります。途中でやめるときは Ctrl-C です。")
    answers = _asked(dict(known), ask, say)
    kept = env_file.keep(file, datetime.now(TOKYO))
    env_file.write(file, example, answers)
    say(f"\n{file} を書きました（本人だけが読めます）。" + (f"前のものは {kept} にあります。" if kept else ""))
    say("次は python bot.py doctor で全体を確かめ、make run で起動してください。")


def _asked(answers: Answers, ask: Ask, say: Say) -> Answers:
    one = _One(answers, ask, say)
    one.put(BOT)
    if one.chosen(WAYS, {"1": APP, "2": SIGNING}) is APP:
        _forget(answers, SIGNING)
        one.put(APP)
    else:
        _forget(answers, APP)
        for each in (SIGNING, PORT):
            one.put(each)
    for each in (PREFIX, ROOM, SECRETARIAT, DATABASE, BACKUPS, SEED):
        one.put(each)
    if answers[BACKUPS.name] == "-":
        answers[BACKUPS.name] = ""
    return answers


def _forget(answers: Answers, question: Question) -> None:
    """The other way is not taken: nothing of it stands in the file."""
    for name in (question.name, f"{question.name}_FILE"):
        answers[name] = ""


@dataclass(frozen=True, slots=True)
class _One:
    """Asks one thing at a time, until it is right or is to stand as it is."""

    answers: Answers
    ask: Ask
    say: Say

    def put(self, question: Question) -> None:
        if self.answers.get(f"{question.name}_FILE"):
            self.say(f"\n{question.name} は、{question.name}_FILE のファイルから読みます（尋ねません）。")
            return
        while True:
            value = self._value(question)
            if not _fits(question, value):
                self.say(f"✖ {question.example}を書いてください。")
                continue
            self.answers[question.name] = value
            if self._stands(_looked(self.answers, question.looks)):
                return

    def chosen(self, asked: str, choices: Mapping[str, Question]) -> Question:
        known = (key for key, each in choices.items() if self._has(each.name))
        usual = next(known, next(iter(choices)))
        while (value := self.ask(asked, usual).strip()) not in choices:
            self.say(f"✖ {'か'.join(choices)} を書いてください。")
        return choices[value]

    def _has(self, name: str) -> bool:
        return bool(self.answers.get(name) or self.answers.get(f"{name}_FILE"))

    def _value(self, question: Question) -> str:
        before = self.answers.get(question.name, "")
        if question.secret and before:
            asked = f"{question.asked}（Enter だけなら、今の値のまま）"
            return self.ask(asked, "", secret=True).strip() or before
        return self.ask(question.asked, before or question.usual, secret=question.secret).strip()

    def _stands(self, checks: Sequence[Check]) -> bool:
        for each in checks:
            self.say(str(each))
        return is_well(checks) or self.ask("もう一度書きますか（y／n：このまま進む）", "y").strip().lower() == "n"


def _fits(question: Question, value: str) -> bool:
    if question is PORT and value.isdecimal() and int(value) > 65_535:
        return False
    if question is DATABASE and not is_ours(value):
        return False
    return bool(re.fullmatch(question.form, value))


def _looked(answers: Answers, names: Sequence[str]) -> list[Check]:
    """Those lines of the doctor, of what is known so far."""
    if not names:
        return []
    there = _so_far(answers)
    kept = set(names) & {"データベース", "バックアップ"}
    found = check_database.checks(there) if kept else asyncio.run(check_chat.checks(there))
    return [each for each in found if each.name in names or (each.state is State.WRONG and each.name == "接続")]


def _so_far(answers: Answers) -> Installation:
    return Installation(
        database_url=_secret(answers, "DATABASE_URL") or DATABASE.usual,
        api_url=answers.get("SLACK_API_URL") or SLACK,
        bot_token=_secret(answers, "SLACK_BOT_TOKEN"),
        app_token=_secret(answers, "SLACK_APP_TOKEN"),
        port=int(answers.get("PORT") or PORT.usual),
        rooms=_listed(answers.get("ROOM", "")),
        secretariat=_listed(answers.get("SECRETARIAT", "")),
        backup_dir=answers.get("BACKUP_DIR", "").removeprefix("-"),
    )


def _secret(answers: Answers, name: str) -> str:
    """What was answered, or what stands in the file that is named instead."""
    file = Path(answers.get(f"{name}_FILE", ""))
    return file.read_text(encoding="utf-8").strip() if file.is_file() else answers.get(name, "")


def _listed(values: str) -> tuple[str, ...]:
    """What stands between commas, without the names of conferences."""
    return tuple(each.strip().rpartition(":")[2] for each in values.split(",") if each.strip())
