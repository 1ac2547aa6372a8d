"""files.*: uploads in three steps (files_upload_v2), and what is known of a file."""

from talkroom import wire
from talkroom.bodies import listed, parsed
from talkroom.cast import Channel
from talkroom.content import content
from talkroom.errors import SlackError
from talkroom.files import File
from talkroom.message import Json, Message
from talkroom.methods.call import MOST_PER_PAGE, Call, cursor

PAGE = 100


def get_upload_url(call: Call) -> Json:
    """Step one: an address to send the bytes to."""
    name, length = call.text("filename"), call.number("length", 0)
    if not name or length < 1:
        raise SlackError("invalid_arguments")
    file_id, secret = call.room.uploads.expect(call.app, name, length, call.text("alt_txt"))
    return {"upload_url": f"{call.room.url}upload/{secret}", "file_id": file_id}


def complete_upload(call: Call) -> Json:
    """Step three: the uploaded files are titled, and shared in a message where a channel is named."""
    named = listed(call.args.get("channels") or "") or [call.text("channel_id")]
    channels = [call.joined_channel(each) for each in named if each]  # all of them are judged before any hears of it
    uploaded = [_titled(call, each) for each in _asked(call)]
    for said in [_message(call, channel) for channel in channels]:
        call.room.uploads.share([file.id for file in uploaded], said)
    return {"files": [_wired(call, call.world.files.get(file.id) or file) for file in uploaded]}


def info(call: Call) -> Json:
    return {"file": _wired(call, _file(call)), "comments": [], **cursor("")}


def all_of_them(call: Call) -> Json:
    asked = call.text("channel")
    seen = [file for file in call.world.files.all() if _may_see(call, file) and (not asked or asked in file.shares)]
    count, number = call.number("count", PAGE), call.number("page", 1)
    if not 1 <= count <= MOST_PER_PAGE or number < 1:
        raise SlackError("invalid_arguments")
    shown = seen[(number - 1) * count : number * count]
    pages = -(-len(seen) // count)
    return {
        "files": [_wired(call, file) for file in shown],
        "paging": {"count": count, "total": len(seen), "page": number, "pages": pages},
    }


def delete(call: Call) -> Json:
    file = _file(call)
    if file.app != call.app.id:
        raise SlackError("cant_delete_file")
    call.room.uploads.delete(file)
    return {}


def _asked(call: Call) -> list[Json]:
    asked = parsed(call.args.get("files"))
    if not isinstance(asked, list) or not asked or not all(isinstance(each, dict) for each in asked):
        raise SlackError("invalid_arguments")
    return asked


def _titled(call: Call, asked: Json) -> File:
    file = call.world.files.get(str(asked.get("id")))
    if not file or file.app != call.app.id:
        raise SlackError("file_not_found")
    return call.world.files.change(file, title=str(asked.get("title") or file.name))


def _message(call: Call, channel: Channel) -> Message:
    thread = call.thread(channel)
    comment, blocks = call.text("initial_comment"), call.args.get("blocks")
    told = content({"text": comment, "blocks": blocks}, call.world.refused_blocks) if comment or blocks else None
    return Message(
        channel=channel.id,
        user=call.app.bot_user,
        app=call.app.id,
        text=told.text if told else "",
        blocks=told.blocks if told else (),
        thread_ts=thread,
    )


def _file(call: Call) -> File:
    file = call.world.files.get(call.text("file"))
    if not file or not _may_see(call, file):
        raise SlackError("file_not_found")
    return file


def _may_see(call: Call, file: File) -> bool:
    return call.world.sees_file(call.app.bot_user, file)


def _wired(call: Call, file: File) -> Json:
    return wire.file(call.world, file, call.room.url)
