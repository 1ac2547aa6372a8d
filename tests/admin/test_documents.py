"""What the administrator's documents say is what the program does."""

import re

import pytest
import typer
from console import ROOT

import bot
from admin.commands import HELP, Commands
from handlers.manifest import SCOPES, TO_LOOK
from settings import Settings

GUIDE = (ROOT / "docs/admin.md").read_text()
PAGES = {
    name: (ROOT / name).read_text()
    for name in ("README.md", "CHANGELOG.md", "docs/admin.md", "docs/upgrading.md", ".env.example")
}
BESIDE = {"talkroom", "talk", "direct"}


def ours():
    program = typer.Typer()
    Commands(bot.installation, bot.REFUSALS, ROOT / ".env.example").add_to(program)
    return {each.name for each in program.registered_commands}


def test_every_sub_command_has_its_help_and_stands_in_the_guide_and_the_changelog():
    assert HELP.keys() == ours()
    for name in ours():
        assert f"python bot.py {name}" in GUIDE
        assert f"python bot.py {name}" in PAGES["CHANGELOG.md"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_sub_command_that_is_not_there(page):
    named = set(re.findall(r"python bot\.py ([a-z-]+)", PAGES[page]))

    assert named <= ours() | BESIDE | {"--fresh"}


def test_the_guide_names_exactly_the_scopes_of_the_manifest():
    table = GUIDE.split("### 使う権限")[1].split("##")[0]
    named = set(re.findall(r"`([a-z_]+(?::[a-z]+)?)`", table.split("これだけです")[0]))

    assert {*SCOPES, *TO_LOOK} == named


@pytest.mark.parametrize("page", ["docs/admin.md", "docs/upgrading.md"])
def test_every_setting_the_guides_name_is_one(page):
    named = set(re.findall(r"`([A-Z]+_?[A-Z]+)(?:=[^`]*)?`", PAGES[page]))

    assert named <= {name.upper() for name in Settings.model_fields} | {"HTTPS_PROXY", "PGPASSWORD"}


def test_the_guide_tells_the_usual_values():
    fields = Settings.model_fields

    assert f"`BACKUP_AT`（日本時間、既定 {fields['backup_at'].default}）" in GUIDE
    assert f"`BACKUP_KEEP` 個（既定 {fields['backup_keep'].default}）" in GUIDE
    assert f"BACKUP_KEEP={fields['backup_keep'].default}" in PAGES[".env.example"]
    assert f"BACKUP_AT={fields['backup_at'].default}" in PAGES[".env.example"]
