"""20業務×40ステップ of one municipality: how far each system has come, in colours and in marks."""

from collections.abc import Sequence

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
            f"{DONE}は完了したステップ、{OUT}は対象外。斜線（空欄）の業務は資料・報告なし（未着手ではありません）",
            *_overall(overall, standing.theme.form),
        ),
        spoken=_spoken(municipality, standing, systems),
        sheet=municipality.name,
    )


def _row(system: System, figure: Figure | None) -> Row:
    """What is unknown is hatched, what is still to come blank; what is out of scope is said in words."""
    name = Cell(system.name)
    if figure is None:
        return Row((name, Cell(), *[Cell(shade=Shade.HATCHED)] * STEPS))
    if isinstance(figure.value, str):
        return Row((name, Cell(figure.value), *[Cell(OUT, shade=Shade.OUT)] * STEPS))
    step = int(figure.value)
    done, still = [Cell(DONE, shade=Shade.DONE)] * step, [Cell()] * (STEPS - step)
    return Row((name, Cell(str(step)), *done, *still))


def _spoken(municipality: Municipality, standing: Standing, systems: Sequence[System]) -> str:
    """How far each system has come, those of which nothing is known last."""
    known = [(each.name, standing.systems[each.number].value) for each in systems if each.number in standing.systems]
    told = [f"{name} {said if isinstance(said, str) else f'{said:g}/{STEPS}'}" for name, said in known]
    rest = [each.name for each in systems if each.number not in standing.systems]
    overall = standing.figures.get("completed_step")
    whole = _overall(overall, standing.theme.form)
    unknown = [f"資料・報告なし（未着手ではありません）：{'、'.join(rest)}"] if rest else []
    places = origin(shown([*standing.systems.values(), overall]))
    said = [f"{municipality.name}の業務ごとの完了済みステップ", "、".join(told), *whole, *unknown, *places]
    return "。".join(filter(None, said))


def _overall(figure: Figure | None, form: Sequence[Field]) -> list[str]:
    """The step of the whole municipality, as the paper gives it."""
    if figure is None:
        return []
    field = next(field for field in form if field.id == figure.field)
    return [f"市町全体の完了済みステップ：{value(figure, field)}"]
