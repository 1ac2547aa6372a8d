"""/status 山口市: where one municipality stands, theme by theme."""

from collections.abc import Sequence
from functools import lru_cache

from domain.catalogue import Catalogue
from domain.forms import Field, Theme
from domain.model import Figure, Municipality, System
from domain.standing import Standing, View, by_theme, origins, standing
from messages.blocks import Block, Message, button, context, header, section
from messages.onward import everywhere, onward
from messages.pieces import as_read, message
from messages.words import escape, figure, line, origin, paragraph


def card(
    municipality: Municipality, themes: Sequence[Theme], known: Sequence[Figure], view: View, catalogue: Catalogue
) -> Message:
    """The municipality's standing in these themes beside the prefecture's, from what is known of both."""
    code = municipality.code
    mine = by_theme(figure for figure in known if figure.body == code)
    prefecture = by_theme(figure for figure in known if figure.body != code)
    blocks = [header("card", f"{municipality.name}の現況"), as_read(view)]
    for theme in themes:
        blocks += _theme(theme, mine.get(theme.id, ()), prefecture.get(theme.id, ()), catalogue)
    return message([*blocks, _onward(municipality, themes)])


@lru_cache(maxsize=20_000)
def _theme(theme: Theme, own: tuple[Figure, ...], whole: tuple[Figure, ...], catalogue: Catalogue) -> tuple[Block, ...]:
    """One theme's paragraph and small print. What the same figures say is remembered; the blocks are never changed."""
    mine, prefecture = standing(theme, own), standing(theme, whole)
    places = origins(own)
    several = len(places) > 1
    lines = [line(field, value, several=several) for field, value in mine.lines()]
    if theme.systems:
        lines.append(f"{theme.systems.label}：{_systems(mine, theme.systems, catalogue)}")
    small = [origin(place) for place in places if not several]
    small += [_reference(known, catalogue) for known in _by_origin(prefecture)]
    block = section(f"theme-{theme.id}", paragraph(theme.name, lines))
    return (block, context(f"origin-{theme.id}", *small)) if small else (block,)


def _systems(mine: Standing, field: Field, catalogue: Catalogue) -> str:
    known = [(s.name, mine.systems[s.number]) for s in catalogue.systems if s.number in mine.systems]
    return "、".join(f"{name} {figure(cell, field)}" for name, cell in known) or figure(None, field)


def _by_origin(prefecture: Standing) -> list[list[tuple[Field, Figure]]]:
    """What is known of the prefecture and worth a line beside a municipality, grouped by where it comes from."""
    lines = [(f, known) for f, known in prefecture.lines("prefecture") if known and not f.quiet]
    places = origins(known for _, known in lines)
    return [[(f, known) for f, known in lines if (known.as_of, known.source) == place] for place in places]


def _reference(lines: list[tuple[Field, Figure]], catalogue: Catalogue) -> str:
    place = (lines[0][1].as_of, lines[0][1].source)
    said = "、".join(f"{field.label} {figure(known, field)}" for field, known in lines)
    return escape(f"参考　{catalogue.conference.prefecture.name}全体：{said}（{origin(place)}）")


def _onward(municipality: Municipality, themes: Sequence[Theme]) -> Block:
    """The next step: a theme across all municipalities, the plans, the whole card where this is one theme of it."""
    name = municipality.name
    buttons = [everywhere(theme) for theme in themes]
    buttons.append(button("予定・取組", "status:plans", f"{name} 予定"))
    if len(themes) == 1:
        buttons.append(button(f"{name}：全テーマ", "status:municipality", name))
    return onward(*buttons)


def cell(municipality: Municipality, system: System, field: Field, mine: Standing, view: View) -> Message:
    """One system of one municipality; while it is unknown, what is known of the municipality as a whole."""
    known = mine.systems.get(system.number)
    text = [section("step", paragraph(f"{system.name}のステップ", [line(field, known, several=True)]))]
    whole = [line(f, value, several=True) for f, value in mine.lines() if value]
    if whole and not known:
        text.append(section("whole", paragraph("市町全体では", whole)))
    head = [header("cell", f"{municipality.name}の{system.name}"), as_read(view)]
    short, name = mine.theme.short, municipality.name
    of_theme = button(f"{name}の{short}", "status:theme", f"{name} {short}")
    of_system = button(f"{system.name}：全市町", "status:system", system.name)
    return message([*head, *text, onward(of_theme, of_system)])
