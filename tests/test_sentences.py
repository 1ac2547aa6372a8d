"""What the bot says is polite Japanese, and docs/sentences.md lists all of it."""

import re

import pytest

from docs.sentences import PAGE, sentences, written

EVERY = [(where, said) for where, listed in sentences().items() for said in listed]
UNSAID = re.compile("督促|督励|貴殿|してやる|しろ。|せよ。|エラーコード|例外が|不正な")
ENGLISH = re.compile(
    r"\b(error|failed|failure|invalid|exception|timeout|null|none|undefined|unknown|denied|forbidden|fatal|retry)\b",
    re.IGNORECASE,
)
CURT = re.compile(r"(?:(?<!まし)(?<!でし)た|(?<![でま\d])[うくすつぬむるぐぶ]|だ|ない|たい|である)。$")
POLITE_AND_CURT = re.compile(r"(?:です|ます|ません|ました)[^。]*(?:である|であった|だった)")


def bare(said):
    """The sentence without what stands in brackets and quotations."""
    return re.sub(r"（[^（）]*）|「[^「」]*」|`[^`]*`", "", re.sub(r"（[^（）]*）", "", said))


def test_the_page_is_what_the_code_says():
    assert written() == PAGE.read_text(encoding="utf-8"), "make sentences"
    assert len(EVERY) > 1_000


@pytest.mark.parametrize("pattern", [UNSAID, ENGLISH], ids=["unsaid", "english"])
def test_no_sentence_holds_a_word_that_is_not_said(pattern):
    assert [] == [(where, said) for where, said in EVERY if pattern.search(said)]


def test_every_sentence_is_polite():
    curt = [(where, said) for where, said in EVERY if CURT.search(bare(said)) and not said.startswith("例：")]

    assert [] == curt
    assert [] == [(where, said) for where, said in EVERY if POLITE_AND_CURT.search(bare(said))]


@pytest.mark.parametrize(
    "said", ["締切を過ぎた。", "記録できない。", "報告である。", "送る。", "届いた。", "書きたい。"]
)
def test_a_curt_sentence_is_found(said):
    assert CURT.search(said)


@pytest.mark.parametrize("said", ["過ぎました。", "記録できません。", "送ります。", "ください。", "いかがでしょうか。"])
def test_a_polite_one_is_not(said):
    assert not CURT.search(said)
