"""The JSON API of the page, where a person acts: on messages, in views, and with files."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from talkroom.bodies import read_up_to
from talkroom.errors import RefusedError
from talkroom.files import LARGEST
from talkroom.json_api import shown
from talkroom.json_api.answering import CHANNEL, PERSON, answered, body, object_of, refused, text_of
from talkroom.message import Json, Message
from talkroom.view import View

if TYPE_CHECKING:
    from talkroom.room import Talkroom

DONE: Json = {"ok": True}
_NO_SCRIPTS = "default-src 'none'; sandbox"


class Acting:
    """Answers what a person does to messages, views and files."""

    def __init__(self, room: "Talkroom") -> None:
        self._room = room

    def routes(self) -> list[web.RouteDef]:
        view = f"{PERSON}/views/{{view}}"
        return [
            web.post(f"{CHANNEL}/press", answered(self.press)),
            web.post(f"{CHANNEL}/options", answered(self.options)),
            web.post(f"{CHANNEL}/shortcuts", answered(self.message_shortcut)),
            web.post(f"{CHANNEL}/react", answered(self.react)),
            web.post(f"{CHANNEL}/pin", answered(self.pin)),
            web.post(f"{CHANNEL}/edit", answered(self.edit)),
            web.post(f"{CHANNEL}/delete", answered(self.delete)),
            web.get(f"{PERSON}/modal", answered(self.modal)),
            web.get(f"{PERSON}/home/{{app}}", answered(self.home)),
            web.post(f"{view}/press", answered(self.press_in_view)),
            web.post(f"{view}/submit", answered(self.submit)),
            web.post(f"{view}/close", answered(self.close)),
            web.post(f"{view}/options", answered(self.view_options)),
            web.post(f"{PERSON}/shortcuts", answered(self.shortcut)),
            web.post(f"{PERSON}/files", answered(self.upload)),
            web.get(f"{PERSON}/files/{{file}}", self.download),
        ]

    # In messages

    async def press(self, request: web.Request) -> Json:
        said = await body(request)
        where = self._who(request), request.match_info["channel"], str(said.get("ts"))
        await self._room.persons.press(*where, str(said.get("action_id")), **_how(said))
        return DONE

    async def options(self, request: web.Request) -> Json:
        said = await body(request)
        return await self._offered(request, said, self._message(request, said))

    async def message_shortcut(self, request: web.Request) -> Json:
        said = await body(request)
        on = self._message(request, said)
        await self._room.persons.run_shortcut(
            self._who(request), str(said.get("app")), str(said.get("callback_id")), on
        )
        return DONE

    async def react(self, request: web.Request) -> Json:
        said = await body(request)
        name = str(said.get("name") or "").strip(":")
        if not name:
            raise RefusedError("invalid_name", "リアクションを選んでください。")
        self._room.world.react(self._message(request, said), name, self._who(request), on=bool(said.get("on")))
        return DONE

    async def pin(self, request: web.Request) -> Json:
        said = await body(request)
        message = self._message(request, said)
        if message.is_ephemeral:
            raise RefusedError("not_pinnable", "自分だけに見えているメッセージは、ピン留めできません。")
        self._room.world.pin(message, self._who(request), on=bool(said.get("on")))
        return DONE

    async def edit(self, request: web.Request) -> Json:
        said = await body(request)
        self._room.persons.edit(self._who(request), self._message(request, said), str(said.get("text") or ""))
        return DONE

    async def delete(self, request: web.Request) -> Json:
        self._room.persons.delete(self._who(request), self._message(request, await body(request)))
        return DONE

    async def shortcut(self, request: web.Request) -> Json:
        said = await body(request)
        await self._room.persons.run_shortcut(self._who(request), str(said.get("app")), str(said.get("callback_id")))
        return DONE

    # In views

    async def modal(self, request: web.Request) -> Json:
        stack = self._room.screens.stack(self._who(request))
        return {"stack": [shown.view(self._room.world, view) for view in stack]}

    async def home(self, request: web.Request) -> Json:
        home = self._room.persons.open_home(self._who(request), request.match_info["app"])
        return {"view": home and shown.view(self._room.world, home)}

    async def press_in_view(self, request: web.Request) -> Json:
        said = await body(request)
        where = self._who(request), request.match_info["view"]
        await self._room.persons.press_in(*where, str(said.get("action_id")), **_how(said))
        return DONE

    async def submit(self, request: web.Request) -> Json:
        """Submit a modal; `errors` says what is wrong, by block_id."""
        state = object_of(await body(request), "state")
        errors = await self._room.persons.submit(self._who(request), request.match_info["view"], state)
        return {**DONE, "errors": errors} if errors else DONE

    async def close(self, request: web.Request) -> Json:
        whole_stack = bool((await body(request)).get("all"))
        await self._room.persons.close(self._who(request), request.match_info["view"], whole_stack=whole_stack)
        return DONE

    async def view_options(self, request: web.Request) -> Json:
        view = self._room.persons.view(self._who(request), request.match_info["view"])
        return await self._offered(request, await body(request), view)

    # Files

    async def upload(self, request: web.Request) -> Json:
        """Take the raw bytes of a file named in the query."""
        person, name = self._who(request), request.query.get("name", "")
        try:
            contents = await read_up_to(request.content, LARGEST)
        except ConnectionError as error:
            raise RefusedError("cancelled", "ファイルの送信が途中で取り消されました。") from error
        if contents is None:
            most = LARGEST // 1024 // 1024
            say = f"「{name}」は大きすぎます。{most}MB までのファイルを選んでください。"
            raise RefusedError("too_large", say, status=413)
        return {"file": shown.file(self._room.persons.upload(person, name, contents), seen_by=person)}

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file out: an image to be looked at, anything else to be saved; never as a page that could run."""
        try:
            file = self._room.persons.file(self._who(request), request.match_info["file"])
        except RefusedError as refusal:
            return refused(refusal)
        kind = "inline" if file.is_image else "attachment"
        headers = {
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name)}",
            "Content-Security-Policy": _NO_SCRIPTS,
        }
        contents = self._room.world.files.contents(file)
        content_type = file.mimetype if file.is_image else "application/octet-stream"
        return web.Response(body=contents, content_type=content_type, headers=headers)

    def _who(self, request: web.Request) -> str:
        return self._room.persons.person(request.match_info["user"]).id

    def _message(self, request: web.Request, said: Json) -> Message:
        return self._room.persons.seen(self._who(request), request.match_info["channel"], str(said.get("ts")))

    async def _offered(self, request: web.Request, said: Json, where: Message | View) -> Json:
        ids = str(said.get("action_id")), str(said.get("block_id"))
        return await self._room.persons.offered(self._who(request), where, *ids, str(said.get("value") or ""))


def _how(said: Json) -> Json:
    """How something is pressed: see Press."""
    return {
        "block_id": text_of(said, "block_id"),
        "value": text_of(said, "value"),
        "selected": said.get("selected"),
        "state": object_of(said, "state"),
    }
