"""What the bot is built from can be listed and looked up, and no secret has slipped into the repository."""

import json
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from process import ROOT, free_port

from admin.supply.lock import LOCK, packages

PATTERNS = (
    r"xox[abceoprs]-[0-9]{8,}-",
    r"xoxe\.xox[bp]-1-",
    r"xapp-[0-9]-A[0-9A-Z]{8,}-",
    r"hooks\.slack\.com/(?:services|workflows)/T[0-9A-Z]{6,}",
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}",
    r"\bgithub_pat_[A-Za-z0-9_]{30,}",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bAIza[0-9A-Za-z_-]{35}\b",
    r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.",
    r"(?i:secret|token|password|passwd|api_?key)[\"']?\s*[:=]\s*[\"']?[0-9a-f]{32,}\b",
    r"postgres(?:ql)?://[^:/\s{]+:(?!word@|pass(?:word)?@|\.\.\.|…)[^@\s{]{6,}@(?!localhost|127\.0\.0\.1|db/)",
)
SECRETS = re.compile("|".join(PATTERNS).encode())
PLANTED = [
    "xoxb-" + "123456789012-1234567890123-AbCdEf",
    "xapp-" + "1-A0123456789-1234567890-abcdef",
    "https://hooks.slack.com/" + "services/T01234567/B01234567/abcdef",
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "SLACK_SIGNING_" + "SECRET=" + "0123456789abcdef" * 2,
    "postgresql" + "://bot:Tr0ub4dor@database.example/bot",
    "ghp_" + "a1B2" * 9,
]


def run(module, **environment):
    done = subprocess.run(  # noqa: S603 – our own module
        [sys.executable, "-m", module], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@contextmanager
def advisory_database(answer):
    """A database of advisories that answers this, and what it was asked."""
    asked = []

    class Said(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            """Nothing is written between the tests."""

    server = HTTPServer(("127.0.0.1", 0), Said)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    serving.join()
    server.server_close()


def test_the_bill_of_materials_lists_every_locked_library_and_no_address():
    code, said = run("admin.supply.sbom")
    bill = json.loads(said)

    assert (0, "CycloneDX", "1.6") == (code, bill["bomFormat"], bill["specVersion"])
    assert len(re.findall(r"^\S+==", LOCK.read_text(), re.MULTILINE)) == len(bill["components"])
    assert {"pkg:pypi/slack-bolt@1.30.0"} <= {each["purl"] for each in bill["components"]}
    assert "://" not in said


def test_the_same_lock_gives_the_same_bill():
    assert run("admin.supply.sbom") == run("admin.supply.sbom")


def test_without_a_way_to_the_advisories_it_is_said_and_nothing_fails():
    code, said = run("admin.supply.advisories", ADVISORIES=f"http://127.0.0.1:{free_port()}/", no_proxy="*")

    assert 0 == code
    assert "調べませんでした" in said


def test_a_known_hole_is_named_with_its_library():
    holes = [{"vulns": [{"id": "PYSEC-1"}, {"id": "GHSA-2"}]}, *({} for _ in list(packages())[1:])]
    with advisory_database({"results": holes}) as (address, asked):
        code, said = run("admin.supply.advisories", ADVISORIES=address, no_proxy="*")

    first = next(packages())
    assert 1 == code
    assert f"{first.name} {first.version}: PYSEC-1, GHSA-2" in said
    assert first.purl == asked[0]["queries"][0]["package"]["purl"]


@pytest.mark.parametrize("secret", PLANTED)
def test_the_scan_sees_a_secret_that_is_planted(secret):
    assert SECRETS.search(f"before {secret} behind".encode())


def test_every_test_that_the_threat_model_names_is_there():
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs" / "security.md").read_text())

    assert named
    assert [] == [each for each in named if not (ROOT / each).exists()]


def test_no_committed_file_holds_a_secret():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607
    for name in listed.stdout.decode().strip("\0").split("\0"):
        if (file := ROOT / name).is_file():
            assert not SECRETS.search(file.read_bytes()), name
