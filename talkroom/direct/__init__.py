"""The room in a business chat, over its MessagePack-RPC line. Off unless an endpoint is set; see docs/logo.md."""

from talkroom.direct.chat import Direct
from talkroom.direct.link import Unwanted

__all__ = ["Direct", "Unwanted"]
