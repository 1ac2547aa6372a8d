"""Writes docs/sentences.md: every sentence the bot can say, by where it stands. `make sentences`."""  # noqa: INP001

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "sentences.md"
PLACES = ("messages", "messages/templates", "talkroom/plain", "talkroom/direct")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")
GAP = "…"  # where a name, a day or a figure stands
HEAD = """# ボットの言葉

ボットが言う文を、書かれている場所ごとに並べたものです（`make sentences` で書き直します）。
`…` には、市町の名前・日付・数などが入ります。
直すときは、ここではなく、それぞれの場所を直してください。敬体（です・ます）で書き、次にすることを添えます。
"""


def written() -> str:
    """The whole page."""
    parts = [f"## {name}\n\n" + "\n".join(f"- {_shown(each)}" for each in said) for name, said in sentences().items()]
    return "\n\n".join([HEAD.rstrip(), *parts]) + "\n"


def sentences(places: Sequence[str] = PLACES) -> dict[str, list[str]]:
    """What is said, by file; each sentence once in its file, in its order there."""
    found: dict[str, list[str]] = {}
    for place in places:
        for path in sorted([*(ROOT / place).glob("*.py"), *(ROOT / place).glob("*.j2")]):
            read = _of_template if path.suffix == ".j2" else _of_module
            said = [each for text in read(path.read_text(encoding="utf-8")) for each in _parted(text)]
            if said:
                found[str(path.relative_to(ROOT))] = list(dict.fromkeys(said))
    return found


def _of_template(text: str) -> Iterator[str]:
    """The words of a template: a condition parts them, what is filled in leaves a gap. Words filled in come first."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    for filled in re.findall(r"\{\{.*?\}\}", text, flags=re.DOTALL):
        yield from re.findall(r'"([^"]{3,})"', filled)
    text = re.sub(r"\{\{.*?\}\}", GAP, text, flags=re.DOTALL)
    yield from re.split(r"\{%.*?%\}", text, flags=re.DOTALL)


def _of_module(code: str) -> Iterator[str]:
    """The texts of a module that people read: no docstrings, and of an f-string the whole."""
    tree = ast.parse(code)
    passed = {id(each) for each in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed |= {id(each) for each in ast.walk(node)}
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else GAP for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.value


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Texts that stand as a statement of their own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _parted(text: str) -> Iterator[str]:
    """One sentence after the other; signs of markup are left out, and so is what is no Japanese."""
    for line in text.split("\n"):
        for each in re.findall(r"[^。]+。?[）」]*", line.replace("*", "").strip()):
            if JAPANESE.search(each):
                yield each.strip()


def _shown(sentence: str) -> str:
    return sentence.replace("|", "\\|").replace("<", "&lt;").replace("](", "]\\(")


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
