"""auth.test, users.*, bots.info, team.info: who is who."""

from talkroom import wire
from talkroom.errors import SlackError
from talkroom.message import Json
from talkroom.methods.call import Call, cursor


def auth_test(call: Call) -> Json:
    world, app = call.world, call.app
    return {
        "url": call.room.url,
        "team": world.team.name,
        "user": app.name,
        "team_id": world.team.id,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def user_info(call: Call) -> Json:
    return {"user": wire.user(call.world, call.person())}


def users(call: Call) -> Json:
    page, following = call.page(list(call.world.people.values()))
    return {"members": [wire.user(call.world, person) for person in page], "cache_ts": 0, **cursor(following)}


def bot_info(call: Call) -> Json:
    for app in call.world.apps.values():
        if app.bot_id == call.text("bot"):
            about = {"id": app.bot_id, "deleted": False, "name": app.name, "updated": 0, "icons": {}}
            return {"bot": about | {"app_id": app.id, "user_id": app.bot_user}}
    raise SlackError("bot_not_found")


def team_info(call: Call) -> Json:
    team = call.world.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}
