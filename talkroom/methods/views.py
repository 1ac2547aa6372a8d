"""views.*: the modals and Homes an app shows."""

from talkroom import wire
from talkroom.acts.triggers import Trigger
from talkroom.errors import SlackError
from talkroom.message import Json
from talkroom.methods.call import Call
from talkroom.view import View
from talkroom.view_body import view_body


def open_modal(call: Call) -> Json:
    body = view_body(_given(call), "modal")
    trigger = _spent(call)
    return _shown(call, call.room.screens.open(call.app.id, trigger.person, body, trigger.channel))


def push(call: Call) -> Json:
    """Lay a modal on the one the trigger came from."""
    body = view_body(_given(call), "modal")
    trigger = _spent(call)
    if not trigger.in_modal:
        raise SlackError("invalid_trigger_id")
    return _shown(call, call.room.screens.push(call.app.id, trigger.person, body))


def update(call: Call) -> Json:
    screens = call.room.screens
    view = screens.find(call.text("view_id")) or screens.named(call.app.id, call.text("external_id"))
    if not view or view.app != call.app.id:
        raise SlackError("not_found")
    return _shown(call, call.room.screens.update(view, view_body(_given(call), view.kind), call.text("hash")))


def publish(call: Call) -> Json:
    person = call.world.people.get(call.text("user_id"))
    if not person or not call.world.speaks(person):
        raise SlackError("invalid_arguments")
    if not call.app.has_home:
        raise SlackError("not_enabled")
    body = view_body(_given(call), "home")
    return _shown(call, call.room.screens.publish(call.app.id, person.id, body, call.text("hash")))


def _given(call: Call) -> object:
    return call.args.get("view")


def _spent(call: Call) -> Trigger:
    trigger_id = call.text("trigger_id") or call.text("interactivity_pointer")
    return call.room.triggers.spend(trigger_id, app=call.app.id)


def _shown(call: Call, view: View) -> Json:
    return {"view": wire.view(call.world, view)}
