import io

import openpyxl
from sqlalchemy import text
from talk import HOFU, SECRETARY, YAMAGUCHI, labels


def test_the_secretariat_gets_every_note_in_a_marked_file_and_that_is_written_down(talk):
    talk.type("ノート 山口市 題：=窓口の工夫\n待ち時間が半分になった。", channel=talk.direct(YAMAGUCHI))
    talk.type("ノート 防府市 題：研修\n" + "長い本文。" * 3_000, by=HOFU, channel=talk.direct(HOFU))

    talk.type("/note", by=SECRETARY)
    said = talk.press("すべて書き出す", by=SECRETARY)

    assert "ノート2件" in said.text
    file = next(message for message in reversed(talk.said_to(SECRETARY)) if message.files)
    assert "外部への公開厳禁・転載禁止" in file.text
    assert "作成：" in file.text
    sheet = openpyxl.load_workbook(io.BytesIO(talk.files(file)[0])).worksheets[0]
    cells = {str(cell.value): cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert "s" == cells["=窓口の工夫"]
    assert "長い本文。" * 3_000 in cells
    assert any("外部への公開厳禁" in cell for cell in cells)
    assert "取扱注意" in " ".join(cells) + str(sheet.oddHeader.center.text) + str(sheet.oddFooter.center.text)
    actions = talk.database.read().execute(text("SELECT action FROM audit ORDER BY nth")).scalars().all()
    assert "note.export" == actions[-1]


def test_nobody_else_is_offered_it(talk):
    assert "すべて書き出す" not in labels(talk.type("/note", by=YAMAGUCHI))
