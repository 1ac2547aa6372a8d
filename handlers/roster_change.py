"""One person of the roster: added, changed, removed by the secretariat, in a form."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member, Municipality, Role
from domain.roster import Changes, Roster, answering, filled_by, left_by, without_anybody
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from handlers.roster_record import NobodyLeft, changed
from messages import forms
from messages import roster_forms as said
from messages.blocks import Message
from storage import roster as kept

View = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action("roster:add")(add)
    app.action("roster:choose")(choose)
    app.view("roster-choose")(chosen)
    app.view("roster-person")(keep)
    app.action("roster:remove")(remove)


async def add(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Open an empty form."""
    for_the_secretariat(member)
    await client.views_open(trigger_id=body["trigger_id"], view=form(said.Filled(), desk))
    await ack()


async def choose(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Ask whom to change."""
    for_the_secretariat(member)
    roster = kept.of(desk.read(), desk.catalogue.conference.id)
    await client.views_open(trigger_id=body["trigger_id"], view=said.choosing(roster))
    await ack()


async def chosen(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Their form, as they stand on the roster."""
    for_the_secretariat(member)
    user = view["state"]["values"]["who"]["who"]["selected_option"]["value"]
    found = kept.of(desk.read(), desk.catalogue.conference.id).of(user)
    if found is None:
        await ack(response_action="errors", errors={"who": said.WRONG["gone"]})
        return
    await ack(response_action="update", view=form(said.Filled(user, found.post, found, fixed=True), desk))


async def keep(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Check every field and the account, and keep it."""
    for_the_secretariat(member)
    is_new = not view["private_metadata"]
    wanted, wrong = _read(view, desk)
    if is_new and not wrong:
        state = (await desk.accounts.states([wanted.user]))[wanted.user]
        wrong |= {"user": said.ACCOUNTS[state]} if state else {}
    wrong = wrong or _kept(wanted, member, desk, new=is_new)
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    said_so = said.kept(wanted, desk.catalogue.municipalities, new=is_new)
    await ack(response_action="update", view=forms.sentence(said_so, "名簿", "閉じる"))
    desk.post_soon()


async def remove(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Their posts stay on the roster, without anybody."""
    for_the_secretariat(member)
    try:
        answer = _removed(action["value"], member, desk)
    except NobodyLeft:
        answer = said.last()
    await client.views_update(view_id=body["view"]["id"], view=forms.sentence(answer, "名簿の変更", "閉じる"))
    await ack()


def form(filled: said.Filled, desk: Desk) -> View:
    return said.person(filled, desk.catalogue.municipalities)


def _read(view: View, desk: Desk) -> tuple[Member, dict[str, str]]:
    """The member as the form says it, and what is wrong with that at which field."""
    values = {name: each[name] for name, each in view["state"]["values"].items() if name in each}
    user = view["private_metadata"] or values["user"]["selected_user"]
    post = " ".join((values["post"]["value"] or "").split())
    role = Role(values["role"]["selected_option"]["value"])
    role = Role.SECRETARIAT if user in desk.secretariat else role
    rungs: dict[str, int] = {}
    wrong = {} if post else {"post": said.WRONG["no_post"]}
    for name, rung in said.BODIES.items():
        codes = [each["value"] for each in values[name]["selected_options"]]
        if rungs.keys() & codes:
            wrong[name] = said.WRONG["twice"]
        rungs |= dict.fromkeys(codes, rung)
    if not rungs and role is Role.MEMBER:
        wrong["in_charge"] = said.WRONG["no_body"]
    known = {body.code for body in desk.catalogue.municipalities}
    return answering(user, post, role, {code: rung for code, rung in rungs.items() if code in known}), wrong


def _kept(wanted: Member, member: Member, desk: Desk, *, new: bool) -> dict[str, str]:
    """Keep it; or what is wrong with that, at its field."""
    where = desk.catalogue.conference.id
    try:
        with desk.begin() as db:
            present = kept.held(db, where)
            before = present.of(wanted.user)
            if new == (before is not None):
                return {"user" if new else "post": said.WRONG["known" if new else "gone"]}
            filled = filled_by(wanted, present.vacancies)
            pairs = ((before, wanted),) if before else ()
            changes = Changes(added=() if before else (wanted,), changed=pairs, filled=filled)
            changed(db, changes, "roster.add" if new else "roster.change", member, desk)
    except NobodyLeft:
        return {"role": said.WRONG["last"]}
    return {}


def _removed(user: str, member: Member, desk: Desk) -> Message:
    where = desk.catalogue.conference.id
    with desk.begin() as db:
        present = kept.held(db, where)
        gone = present.of(user)
        if gone is None:
            return said.gone()
        changed(db, Changes(removed=(gone,), vacated=left_by(gone)), "roster.remove", member, desk)
        after = replace(present, members=tuple(each for each in present.members if each.user != user))
    return said.removed(gone, [body.name for body in _empty(gone, after, desk)])


def _empty(gone: Member, after: Roster, desk: Desk) -> list[Municipality]:
    """Those of the removed person's municipalities that nobody is in charge of now."""
    bare = without_anybody(gone.municipalities, after)
    return [body for body in desk.catalogue.municipalities if body.code in bare]
