"""20業務×40ステップ of one municipality: how far each system has come, in colours and in marks."""

from collections.abc import Sequence

from documents.papers.pieces import BLANK
from documents.words import origin, value
from domain.forms import Field
from domain.model import Figure, Municipality, System
from domain.paper import Cell, Paper, Row, Shade, Table, shown
from domain.standing import Standing

STEPS = 40
DONE, OUT = "■", "－"


def paper(municipality: Municipality, standing: Standing, systems: Sequence[System]) -> Paper:
    head = ("業務", "完了済み", *(str(step) for step in range(1, STEPS + 1)))
    rows = tuple(_row(system, standing.systems.get(system.number)) for system in systems)
    overall = standing.figures.get("completed_step")
    return Paper(
        number="",
        title=f"{municipality.name}　標準化の進捗（{len(systems)}業務×{STEPS}ステップ）",
        tables=(Table(head, rows, (11, 5, *([1.7] * STEPS))),),
        notes=(
            *origin(shown([*standing.systems.values(), overall])),
            f"■は完了したステップ、{OUT}は対象外。{BLANK}（未着手ではありません）",
            *_overall(overall, standing.theme.form),
        ),
    )


def _row(system: System, figure: Figure | None) -> Row:
    """Of what is unknown nothing is drawn; what is out of scope, or not yet decided, is said in words."""
    name = Cell(system.name)
    if figure is None:
        return Row((name, *[Cell()] * (STEPS + 1)))
    if isinstance(figure.value, str):
        return Row((name, Cell(figure.value), *[Cell(OUT, shade=Shade.OUT)] * STEPS))
    step = int(figure.value)
    done, still = [Cell(DONE, shade=Shade.DONE)] * step, [Cell()] * (STEPS - step)
    return Row((name, Cell(str(step)), *done, *still))


def _overall(figure: Figure | None, form: Sequence[Field]) -> list[str]:
    """The step of the whole municipality, as the paper gives it."""
    if figure is None:
        return []
    field = next(field for field in form if field.id == figure.field)
    return [f"市町全体の完了済みステップ：{value(figure, field)}"]
