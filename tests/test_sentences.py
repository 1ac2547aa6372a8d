"""What the bot says is polite Japanese, and docs/sentences.md lists all of it."""

import re

import pytest

from docs.sentences import PAGE, ROOT, sentences, written


def listed(*places):
    return [(where, said) for where, each in sentences(*places).items() for said in each]


def of_the_page():
    """What the talk room's page says: its lines without the comments."""
    for path in sorted([*(ROOT / "talkroom/page").glob("*.js"), ROOT / "talkroom/page/index.html"]):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line.strip().startswith(("//", "/*", "*")):
                yield str(path.relative_to(ROOT)), line.strip()


EVERY = listed()
BESIDE = (
    ".",
    "admin",
    "documents",
    "documents/papers",
    "handlers",
    "reminders",
    "storage",
    "talkroom",
    "talkroom/acts",
)
EVERYWHERE = [*EVERY, *listed(BESIDE), *of_the_page()]
UNSAID = re.compile("督促|督励|貴殿|してやる|しろ。|せよ。|エラーコード|例外が|不正な")
OTHERWISE = {  # what was said in two ways, and is said in one
    r"願い出": "申し出",
    r"たずね": "尋ね",
    r"書き加え": "補足",
    r"保守の担当": "システムの管理者",
    r"合言葉": "パスワード",
    r"キャンセル": "やめる",
    r"[^のそ]他の|^他の": "ほかの",
    r"下さい|出来[るまなず]|既に|全て|無い|致します": "ください・でき・すでに・すべて・ない・いたします",
    r"いま(?![せしすま])": "今",
    r"もう(?!一度|しばらく)[^。（]*(?:ました|ています)": "すでに",
    r"(?:新しい|古い|動いている)方": "ほう",
    r"のあと": "の後",
    r"わか[るりっら]": "分か",
    r"～(?!）|\")": "〜",
}
ROOMS = re.compile(r"部屋|あなた|営業日|\d文字")  # the bot says トークルーム, ご自分, 開庁日, 字
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


def test_what_is_filled_into_a_template_is_on_the_page():
    assert "（代理入力）" in sentences()["messages/templates/report_done.j2"]


@pytest.mark.parametrize("pattern", [UNSAID, ENGLISH], ids=["unsaid", "english"])
def test_no_sentence_holds_a_word_that_is_not_said(pattern):
    assert [] == [(where, said) for where, said in EVERY if pattern.search(said)]


def test_nobody_else_says_it_either():
    assert len(EVERYWHERE) > len(EVERY) + 1_000
    assert [] == [(where, said) for where, said in EVERYWHERE if UNSAID.search(said)]


@pytest.mark.parametrize("pattern", OTHERWISE)
def test_one_thing_has_one_word(pattern):
    assert [] == [(where, said) for where, said in EVERYWHERE if re.search(pattern, said)], OTHERWISE[pattern]


def test_the_bot_has_one_word_for_its_room_and_its_readers():
    assert [] == [(where, said) for where, said in EVERY if where.startswith("messages") and ROOMS.search(said)]


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
