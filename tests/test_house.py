"""The house is in order: what documents say is what the code does, and nothing is there that must not be."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from talk import SECRETARY

import handlers
from docs import methods as tables
from handlers.manifest import manifest
from talkroom import Waits
from talkroom.json_api.acting import Acting
from talkroom.json_api.live import Live
from talkroom.json_api.looking import Looking
from talkroom.methods.web_api import METHODS

ROOT = Path(handlers.__file__).parent.parent
PACKAGES = ("admin", "domain", "storage", "messages", "documents", "reminders", "handlers", "talkroom")
README = (ROOT / "README.md").read_text()


def committed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_imports_the_composition_root_or_the_settings(package):
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []

            assert not {"bot", "settings"} & set(names), file


@pytest.mark.parametrize("command", handlers.COMMANDS, ids=lambda command: command.name)
def test_every_command_stands_in_the_readme_the_changelog_the_help_and_the_manifest(command, talk):
    made = manifest(handlers.COMMANDS, "dx-")["features"]["slash_commands"]

    assert f"| `/{command.name}" in README
    assert f"`/{command.name}`" in (ROOT / "CHANGELOG.md").read_text()
    assert f"`/{command.name}`" in talk.type("/help").text
    assert f"/dx-{command.name}" in {entry["command"] for entry in made}


@pytest.mark.parametrize("command", handlers.COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("text", ["", " help", " 使い方", "　ヘルプ"])
def test_every_command_answers_help_and_nothing(talk, command, text):
    lists = {
        "ask": "相談",
        "deadline": "締切",
        "export": "資料",
        "note": "ノート",
        "report": "報告",
        "round": "照会",
        "settings": "設定",
        "roster": "名簿",
        "search": "検索",
        "unreported": "未報告",
    }
    expected = lists[command.name] if command.lists and not text else "使い方"

    assert talk.type(f"/{command.name}{text}", by=SECRETARY).text.startswith(expected)


def test_every_link_of_the_documents_leads_somewhere():
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text()):
            assert target.startswith("https://") or (document.parent / target).exists(), (document.name, target)


def test_every_make_target_of_the_documents_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in (README, (ROOT / "CONTRIBUTING.md").read_text()):
        assert set(re.findall(r"\bmake ([a-z]+)", document)) <= targets


def test_the_talk_rooms_tables_say_what_the_code_does():
    page = tables.PAGE.read_text()

    assert page == tables.written(page), "make tables"
    assert set() == tables.UNLIKE.keys() - METHODS.keys()


def test_the_talk_rooms_json_api_is_documented(talk):
    page = tables.PAGE.read_text()
    routes = (*Looking(talk.room, Live(talk.room, waits=Waits())).routes(), *Acting(talk.room).routes())
    for route in routes:
        under = re.sub(r".*/(channels/\{channel\}|views/\{view\})/", "", route.path)

        assert f"{route.method} {under}" in page, route


def test_the_locks_hold_versions_and_hashes_and_no_address():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text()

        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_no_committed_file_holds_a_token_or_a_registry_or_a_machines_path():
    forbidden = re.compile(
        "|".join(
            (
                "xox[bp]-[0-9]{6}",
                "xapp-1" + "-A",
                "py" + r"pi\.org",
                "files\\.pythonhosted",
                "/wo" + "rk/",
                "/ro" + "ot/",
            )
        )
    )
    for file in committed():
        if file.suffix not in {".png", ".svg"}:
            assert not forbidden.search(file.read_text()), file


def test_compose_runs_what_is_here_with_the_settings_there_are():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    postgres, ours = compose["services"]["postgres"], compose["services"]["bot"]
    known = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text())) <= known
    assert ours["environment"].keys() <= known
    assert all("${" in value for value in ours["environment"].values())
    assert re.fullmatch(r"postgres:\d+\.\d+-\w+", postgres["image"])
    assert (2, True) == (ours["deploy"]["replicas"], ours["read_only"])
    assert ours["build"] == "."


def test_the_image_holds_what_is_imported_and_runs_as_nobody():
    dockerfile, held = (ROOT / "Dockerfile").read_text(), (ROOT / ".dockerignore").read_text()
    wanted = {"requirements.txt", "bot.py", "settings.py", "data", *PACKAGES}

    assert wanted == set(re.findall(r"^!(.+)$", held, re.MULTILINE))
    assert all((ROOT / name).exists() for name in wanted)
    assert "USER 65534:65534" in dockerfile
    assert {"python:3.11-slim-bookworm"} == set(re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE))
