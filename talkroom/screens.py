"""What apps show to each person: the stack of modals, and the App Homes."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from talkroom import ids
from talkroom.elements import still_chosen
from talkroom.errors import SlackError
from talkroom.message import Json
from talkroom.view import View
from talkroom.world import Change, World

DEEPEST = 3


class Screens:
    """Every view that stands before somebody. A modal is gone once it is closed, a Home stays."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[tuple[str, str], View] = {}

    # What there is

    def stack(self, person: str) -> list[View]:
        """Return the person's modals, the one on top last."""
        return list(self._stacks.get(person, ()))

    def home(self, app: str, person: str) -> View | None:
        return self._homes.get((app, person))

    def homes(self) -> list[View]:
        return list(self._homes.values())

    def find(self, view_id: str) -> View | None:
        return next((view for view in self._all() if view.id == view_id), None)

    def named(self, app: str, external_id: str) -> View | None:
        """Find a view by the id its app gave it."""
        theirs = (view for view in self._all() if view.app == app and external_id)
        return next((view for view in theirs if view.external_id == external_id), None)

    # What changes it

    def open(self, app: str, person: str, body: Json, channel: str | None = None) -> View:
        """Show a modal to the person; one that stood there before gives way."""
        self._unique(app, body)
        view = _modal(app, person, body, channel)
        self._stacks[person] = [view]
        self._tell(view)
        return view

    def push(self, app: str, person: str, body: Json) -> View:
        """Lay another modal on top of the stack."""
        stack = self._stacks.get(person, [])
        if not stack or stack[-1].app != app:
            raise SlackError("invalid_trigger_id")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        self._unique(app, body)
        top = stack[-1]
        view = replace(_modal(app, person, body, top.channel), root=top.root, previous=top.id)
        stack.append(view)
        self._tell(view)
        return view

    def update(self, view: View, body: Json, given_hash: str = "") -> View:
        """Show something else in its place; with a hash, only if nothing else changed it since."""
        if given_hash and given_hash != view.hash:
            raise SlackError("hash_conflict")
        self._unique(view.app, body, but=view)
        changed = replace(view, body=body, hash=_hash(), chosen=_kept(view, body))
        self._replace(changed)
        self._tell(changed)
        return changed

    def publish(self, app: str, person: str, body: Json, given_hash: str = "") -> View:
        """Show the person's App Home; what they had chosen in the last one is forgotten where it is gone."""
        if home := self.home(app, person):
            return self.update(home, body, given_hash)
        self._unique(app, body)
        view_id = ids.fresh("V")
        view = View(id=view_id, app=app, person=person, kind="home", body=body, hash=_hash(), root=view_id)
        self._homes[app, person] = view
        self._tell(view)
        return view

    def choose(self, view: View, chosen: Mapping[tuple[str, str], Any]) -> View:
        """Keep what the person has chosen and typed so far; their page knows it already."""
        changed = replace(view, chosen=MappingProxyType(dict(chosen)))
        self._replace(changed)
        return changed

    def close(self, view: View, *, whole_stack: bool = False) -> list[View]:
        """Take a modal away with all that lies on it, or with the whole stack; return what went, the top first."""
        stack = self._stacks.get(view.person, [])
        if view.id not in {each.id for each in stack}:
            return []
        first = 0 if whole_stack else next(at for at, each in enumerate(stack) if each.id == view.id)
        gone = stack[first:]
        del stack[first:]
        self._tell(view)
        return gone[::-1]

    def put_back(self, home: View) -> None:
        """Put back a Home that was kept; nobody is told."""
        self._homes[home.app, home.person] = home

    def forget(self) -> None:
        self._stacks, self._homes = {}, {}

    def _all(self) -> Iterator[View]:
        for stack in self._stacks.values():
            yield from stack
        yield from self._homes.values()

    def _replace(self, view: View) -> None:
        if view.kind == "home":
            self._homes[view.app, view.person] = view
            return
        stack = self._stacks.get(view.person, [])
        self._stacks[view.person] = [view if each.id == view.id else each for each in stack]

    def _unique(self, app: str, body: Json, but: View | None = None) -> None:
        other = self.named(app, str(body.get("external_id") or ""))
        if other and not (but and other.id == but.id):
            raise SlackError("duplicate_external_id")

    def _tell(self, view: View) -> None:
        self._world.tell(Change(kind=view.kind, person=view.person, app=view.app))


def _modal(app: str, person: str, body: Json, channel: str | None) -> View:
    view_id = ids.fresh("V")
    return View(
        id=view_id, app=app, person=person, kind="modal", body=body, hash=_hash(), root=view_id, channel=channel
    )


def _hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"


def _kept(view: View, body: Json) -> Mapping[tuple[str, str], Any]:
    return MappingProxyType(still_chosen(view.blocks, body["blocks"], view.chosen))
