"""A small business chat that speaks the direct protocol: its people talk, and its bots have a line."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from talkroom.direct import wire
from talkroom.direct.pack import packed, unpacked

DOMAIN = 1 << 40
BOT_USER, SECRETARY, YAMAGUCHI, UBE = (DOMAIN + nth for nth in (1, 2, 3, 4))
ALL = DOMAIN + 100
NAMES = {BOT_USER: "ボット", SECRETARY: "県 事務局", YAMAGUCHI: "山口市 情報政策担当", UBE: "宇部市 デジタル推進担当"}
SOON = 10  # seconds in which what is waited for has to come
CLOSES = b"\xff"


class No(Exception):
    """The chat refuses: code, words, detail."""


@dataclass
class Fault:
    """What goes wrong with calls of a method: the line is cut `before` or `after` it is done, or it is refused."""

    how: str = "before"
    error: dict | None = None
    times: int = 1


@dataclass
class Line:
    """One session: whose it is, and the pushes they have not acknowledged yet."""

    socket: web.WebSocketResponse
    user: int = 0
    listens: bool = False
    pushed: dict[int, str] = field(default_factory=dict)


class DirectServer:
    """Open it with `async with`; `endpoint` is its address. Every call is kept in `calls`."""

    def __init__(self):
        self.users = dict(NAMES)
        self.tokens = {f"token-{user}": user for user in self.users}
        self.talks = {ALL: self._new_talk(ALL, wire.GROUP, "連携会議", list(self.users))}
        self.messages: dict[int, list[dict]] = {ALL: []}
        self.notes: dict[int, dict] = {}
        self.files: dict[int, dict] = {}
        self.read: dict[int, set[int]] = {}
        self.lines: list[Line] = []
        self.calls: list[tuple[str, list]] = []
        self.faults: dict[str, Fault] = {}
        self.refuses: str = ""
        self._last = DOMAIN + 1_000
        self._changed = asyncio.Condition()

    async def __aenter__(self):
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.add_routes(
            [web.get("/api", self._serve), web.put("/put/{file}", self._put), web.get("/get/{file}", self._get)]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", getattr(self, "port", 0)).start()
        self.port = self._runner.addresses[0][1]
        self.endpoint, self._http = f"ws://127.0.0.1:{self.port}/api", f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_):
        for line in list(self.lines):
            await line.socket.close()
        await self._runner.cleanup()

    # What people do

    async def says(self, user, content, talk=ALL, kind=wire.TEXT):
        """Somebody says something in a talk; everybody's line is told."""
        return await self._create_message(user, talk, kind, content)

    async def answers(self, user, message, answer):
        """Somebody touches a stamp."""
        name = "done" if message["type"] == wire.TASK else "response"
        content = {"in_reply_to": message["message_id"], name: answer}
        return await self.says(user, content, message["talk_id"], message["type"] + 1)

    async def sends(self, user, name, contents, talk, text="", *, moved=""):
        """Somebody sends a file; one that has moved lies at the other address, of the chat (`here`) or `away`."""
        file = await self._create_upload_auth(user, name, "application/octet-stream", len(contents), DOMAIN, 1)
        self.files[file["file_id"]]["contents"] = contents
        if moved:
            self.files[file["file_id"] + 0.5] = self.files[file["file_id"]]
            host = self._http if moved == "here" else "http://127.0.0.1:1"
            self.files[file["file_id"]] = {"moved": f"{host}/get/{file['file_id'] + 0.5}"}
        content = {"file_id": file["file_id"], "url": file["get_url"], "name": name, "content_size": len(contents)}
        if text:
            return await self.says(user, {"files": [content], "text": text}, talk, wire.FILES)
        return await self.says(user, content, talk, wire.FILE)

    async def reads(self, user, talk):
        """Somebody reads a talk to its end."""
        if self.messages[talk]:
            await self._update_read_statuses(user, talk, self.messages[talk][-1]["message_id"])

    async def pair(self, user):
        """The talk of somebody with the bot."""
        return (await self._create_pair_talk(user, DOMAIN, BOT_USER))["talk_id"]

    async def invites(self, user, name):
        """Somebody new comes to the talk of all."""
        self.users[user] = name
        self.tokens[f"token-{user}"] = user
        self.talks[ALL]["user_ids"].append(user)
        await self.push("notify_add_talkers", self.talks[ALL])

    async def removes(self, user):
        self.talks[ALL]["user_ids"].remove(user)
        await self.push("notify_delete_talker", self.talks[ALL])

    async def push(self, name, body, besides=0):
        for line in self.lines:
            if line.listens and line.user != besides:
                self._last += 1
                line.pushed[self._last & 0xFFFF] = name
                await line.socket.send_bytes(packed([0, self._last & 0xFFFF, name, [body]]))

    async def cuts(self, reason=b""):
        """Every line is cut."""
        for line in list(self.lines):
            await line.socket.close(message=reason)

    # What is to be seen

    def said(self, talk=ALL, by=BOT_USER):
        """What the bot has said in a talk."""
        return [each for each in self.messages.get(talk, []) if each["user_id"] == by]

    def texts(self, talk=ALL):
        return [_words(each) for each in self.said(talk)]

    async def until(self, holds):
        """Wait until it holds; return what it holds with."""
        async with asyncio.timeout(SOON), self._changed:
            await self._changed.wait_for(lambda: holds(self))
        return holds(self)

    async def listening(self, times=1):
        """Wait until the bot's session is open, for the so-many-th time."""
        await self.until(lambda _: [name for name, _ in self.calls].count("start_notification") >= times)

    async def told(self, words, talk=ALL):
        """The newest message of the bot there that says this, once it is there."""
        return await self.until(lambda _: next((m for m in reversed(self.said(talk)) if words in _words(m)), None))

    # The line

    async def _serve(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(socket)
        self.lines.append(line)
        try:
            async for frame in socket:
                await self._take(line, *unpacked(frame.data))
        except ConnectionError:
            pass
        finally:
            self.lines.remove(line)
        return socket

    async def _take(self, line, kind, number, method, params):
        if kind == 1:
            line.pushed.pop(number, None)
        else:
            await self._asked(line, number, method, params)
        async with self._changed:
            self._changed.notify_all()

    async def _asked(self, line, number, method, params):
        self.calls.append((method, params))
        fault = self._fault(method)
        if fault and fault.error:
            await line.socket.send_bytes(packed([1, number, fault.error, None]))
            return
        if fault and fault.how == "before":
            await line.socket.close()
            return
        try:
            answer, error = await self._do(line, method, params), None
        except No as no:
            answer, error = None, no.args[0]
        if fault:
            await line.socket.close()
            return
        await line.socket.send_bytes(packed([1, number, error, answer]))

    def _fault(self, method):
        fault = self.faults.get(method)
        if fault:
            fault.times -= 1
            if not fault.times:
                del self.faults[method]
        return fault

    async def _do(self, line, method, params):
        if method == "create_session":
            return await self._create_session(line, *params)
        if not line.user:
            raise No({"code": 401, "message": "no session"})
        if method == "start_notification":
            line.listens = True
            return True
        if method in _NOTHING:
            return _NOTHING[method]
        done = getattr(self, f"_{method}", None)
        if not done:
            raise No({"code": 400, "message": f"no such method: {method}"})
        return await done(line.user, *params)

    async def _create_session(self, line, token, _version, _os):
        if token not in self.tokens:
            raise No({"code": 401, "message": "invalid token"})
        line.user = self.tokens[token]
        configuration = {"presence_expiration": 300_000}
        device = {"device_id": DOMAIN + 7, "device_type": 1}
        expiration = {"status": 0, "expired_at": None}
        return {
            "user": self._user(line.user),
            "device": device,
            "notification": False,
            "password_expiration": expiration,
            "configuration": configuration,
        }

    # Its methods

    async def _get_domains(self, _user):
        return [
            {
                "domain_id": DOMAIN,
                "updated_at": DOMAIN,
                "domain": {"domain_name": "県"},
                "contract": {},
                "setting": {},
                "role": {"type": 30},
            }
        ]

    async def _get_talks(self, user):
        return [each for each in self.talks.values() if user in each["user_ids"]]

    async def _get_talk_statuses(self, user):
        return [self._status(each) for each in await self._get_talks(user)]

    async def _get_acquaintances(self, _user):
        return [[DOMAIN, [self._user(each) for each in self.users]]]

    async def _get_users(self, _user, _domain, ids):
        return [self._user(each) for each in ids if each in self.users]

    async def _get_user_identifiers(self, _user, _domain, ids):
        return {"contents": [{"user_id": each, "email": f"{each}@example.jp"} for each in ids]}

    async def _create_pair_talk(self, user, _domain, other):
        found = (
            each for each in self.talks.values() if each["type"] == wire.PAIR and {user, other} == set(each["user_ids"])
        )
        talk = next(found, None)
        if not talk:
            self._last += 1
            talk = self.talks[self._last] = self._new_talk(self._last, wire.PAIR, None, [user, other])
            self.messages[self._last] = []
            await self.push("notify_create_pair_talk", talk, besides=user)
        return talk

    async def _create_message(self, user, talk, kind, content):
        if user not in self.talks[talk]["user_ids"]:
            raise No({"code": 403, "message": "not a talker"})
        _check(kind, content)
        self._last += 1
        said = {"message_id": self._last, "talk_id": talk, "user_id": user, "type": kind, "content": content}
        said |= {"created_at": self._last, "read_count": 0, "bot_message": user == BOT_USER}
        self.messages[talk].append(said)
        await self.push("notify_create_message", said, besides=user)
        async with self._changed:
            self._changed.notify_all()
        return said

    async def _get_messages(self, _user, talk, count, since, most, order):
        found = [
            m for m in self.messages[talk] if m["message_id"] > (since or 0) and (not most or m["message_id"] <= most)
        ]
        return found[:count] if order == 1 else found[::-1][:count]

    async def _get_read_status(self, _user, talk, message):
        readers = list(self.read.get(message, ()))
        others = [each for each in self.talks[talk]["user_ids"] if each not in readers]
        return {"talk_id": talk, "message_id": message, "read_user_ids": readers, "unread_user_ids": others}

    async def _update_read_statuses(self, user, talk, last):
        new = [
            m["message_id"]
            for m in self.messages[talk]
            if m["message_id"] <= last and user not in self.read.get(m["message_id"], ())
        ]
        for message in new:
            self.read.setdefault(message, set()).add(user)
        await self.push(
            "notify_update_read_statuses", {"talk_id": talk, "message_ids": new, "read_user_ids": [user]}, besides=user
        )
        return True

    async def _create_upload_auth(self, _user, name, kind, size, _domain, _use):
        self._last += 1
        self.files[self._last] = {"name": name, "type": kind, "size": size}
        there = f"{self._last}"
        form = {"Content-Type": kind, "Content-Disposition": "attachment"}
        urls = {"put_url": f"{self._http}/put/{there}", "get_url": f"{self._http}/get/{there}"}
        return {"file_id": self._last, "post_form": form, "post_url": "", **urls}

    async def _create_note(self, user, talk, title, kind, content, _together):
        self._last += 1
        revision = {"revision": 1, "title": title, "content_type": kind, "content": content, "created_by": user}
        self.notes[self._last] = {"note_id": self._last, "talk_id": talk, "created_by": user, "note_revision": revision}
        self.notes[self._last] |= {"created_at": self._last, "setting": {"collaborative_editing": True, "version": 1}}
        return self.notes[self._last]

    async def _get_note(self, _user, note):
        if note not in self.notes:
            raise No({"code": 404, "message": "not found"})
        return self.notes[note]

    async def _get_note_statuses(self, _user, _domain, talk, _count, _marker):
        here = [each for each in self.notes.values() if each["talk_id"] == talk]
        return {"contents": [{"note_id": each["note_id"], "note_summary": _in_short(each)} for each in here]}

    async def _update_note(self, user, note, revision, title, kind, content, _told):
        there = (await self._get_note(user, note))["note_revision"]
        if there["revision"] != revision:
            raise No({"code": 409, "message": "conflict"})
        new = {"revision": revision + 1, "title": title, "content_type": kind, "content": content, "created_by": user}
        self.notes[note] = {**self.notes[note], "note_revision": new}
        return self.notes[note]

    async def _put(self, request):
        self.files[int(request.match_info["file"])]["contents"] = await request.read()
        return web.Response()

    async def _get(self, request):
        token = request.query.get("Authorization", "").removeprefix("ALB ")
        file = self.files.get(float(request.match_info["file"]), {})
        if "moved" in file:
            raise web.HTTPFound(file["moved"])
        if token not in self.tokens or "contents" not in file:
            return web.Response(status=404)
        return web.Response(body=file["contents"])

    # Its values

    def _new_talk(self, number, kind, name, users):
        return {
            "talk_id": number,
            "domain_id": DOMAIN,
            "type": kind,
            "talk_name": name,
            "user_ids": users,
            "updated_at": DOMAIN,
        }

    def _user(self, user):
        name = self.users[user]
        return {
            "user_id": user,
            "domain_id": DOMAIN,
            "status": 0,
            "display_name": name,
            "canonical_display_name": name,
            "updated_at": DOMAIN,
        }

    def _status(self, talk):
        last = self.messages[talk["talk_id"]][-1:]
        newest = last[0]["message_id"] if last else None
        return {"talk_id": talk["talk_id"], "unread_count": 0, "max_message_id": newest, "max_read_message_id": newest}


_NOTHING: dict[str, Any] = {
    "reset_notification": True,
    "get_friends": [],
    "get_domain_invites": [],
    "get_account_control_requests": [],
    "get_joined_account_control_group": [],
    "get_announcement_statuses": [{"domain_id": DOMAIN, "unread_count": 0}],
    "get_direct_apps": [],
    "update_last_used_at": True,
}


def _in_short(note):
    revision = note["note_revision"]
    return {**note, "note_revision_summary": {**revision, "content_summary": revision["content"][:100]}}


def _words(said):
    content = said["content"]
    if not isinstance(content, dict):
        return content
    return content.get("question") or content.get("title") or content.get("name") or content.get("text") or ""


def _check(kind, content):
    """What the chat takes: its public client never sends anything longer."""
    words = _words({"content": content})
    options = content.get("options", []) if isinstance(content, dict) else []
    if len(words.encode("utf-16-le")) // 2 > wire.LONGEST or (
        kind in {wire.TEXT, wire.SELECT, wire.TASK} and not words
    ):
        raise No({"code": 400, "message": "invalid content"})
    if len(options) > wire.OPTIONS or any(len(each) > wire.LONGEST_OPTION for each in options):
        raise No({"code": 400, "message": "invalid options"})
