"""Faults on request, for tests and training: what a network, a busy Slack or an outage does to an app."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from aiohttp import web

from talkroom.clock import Clock
from talkroom.errors import RefusedError
from talkroom.message import Json

Answering = Callable[[], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to set of a fault: a number, or a text."""

    name: str
    label: str
    value: float | str

    def shown(self) -> Json:
        kind = "text" if isinstance(self.value, str) else "number"
        return {"name": self.name, "label": self.label, "kind": kind, "value": self.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault that can be switched on; it ends by itself after `left` times, or when `until` has come."""

    name: str
    label: str
    about: str
    settings: tuple[Setting, ...] = ()
    on: bool = False
    left: int | None = None
    until: datetime | None = None

    def value(self, name: str) -> Any:
        return next(each.value for each in self.settings if each.name == name)

    def bites(self, method: str) -> bool:
        """Whether it is on, and for this method of the Web API."""
        named = [each.strip() for each in str(self.value("methods")).split(",") if each.strip()]
        return self.on and (not named or method.startswith(tuple(named)))

    def shown(self) -> Json:
        about = {"name": self.name, "label": self.label, "about": self.about}
        return {**about, "on": self.on, "fields": [each.shown() for each in self.settings], "left": self.left}


_METHODS = Setting("methods", "対象のメソッド（先頭の文字、カンマ区切り）", "chat.")
_ONCE = Setting("times", "回数", 1)
KNOWN = (
    Fault(
        name="rate_limited",
        label="混雑",
        about="アプリの送信を断り、決めた秒数だけ待つように伝えます（429）。",
        settings=(_METHODS, Setting("retry_after", "待たせる秒数", 1), _ONCE),
    ),
    Fault(
        name="slow",
        label="遅い応答",
        about="アプリの送信に、しばらくしてから答えます。",
        settings=(replace(_METHODS, value=""), Setting("seconds", "遅れる秒数", 2), replace(_ONCE, value=3)),
    ),
    Fault(
        name="refused_block",
        label="新しい部品の拒否",
        about="表やグラフなどの新しい部品を、古いチャットのように断ります。",
        settings=(Setting("types", "断るブロックの種類（カンマ区切り）", "data_table,data_visualization"),),
    ),
    Fault(
        name="event_twice",
        label="出来事の二重配達",
        about="同じ出来事を、もう一度届けます。",
        settings=(_ONCE,),
    ),
    Fault(
        name="drop_before",
        label="届く前の切断",
        about="アプリの送信を受け取る前に、接続を切ります。投稿は残りません。",
        settings=(_METHODS, _ONCE),
    ),
    Fault(
        name="drop_after",
        label="届いた後の切断",
        about="アプリの送信を受け取った後、答える前に接続を切ります。投稿は残ります。",
        settings=(_METHODS, _ONCE),
    ),
    Fault(
        name="error_before",
        label="障害（受け取らない）",
        about="アプリの送信を受け取らずに、障害（500）と答えます。投稿は残りません。",
        settings=(_METHODS, _ONCE),
    ),
    Fault(
        name="error_after",
        label="障害（受け取る）",
        about="アプリの送信を受け取ったのに、障害（500）と答えます。投稿は残ります。",
        settings=(_METHODS, _ONCE),
    ),
    Fault(
        name="history_fails",
        label="履歴が読めない",
        about="アプリが、これまでの投稿を読めなくなります。",
        settings=(replace(_METHODS, value="conversations.history,conversations.replies"), _ONCE),
    ),
    Fault(
        name="history_lags",
        label="履歴の遅れ",
        about="新しい投稿が、しばらくアプリには見えません。",
        settings=(Setting("seconds", "遅れる秒数", 60),),
    ),
    Fault(
        name="outage",
        label="全面停止",
        about="部屋の時計で決めた時間、アプリはまったくつながりません。",
        settings=(Setting("minutes", "分数", 10),),
    ),
    Fault(name="cut", label="接続の切断", about="アプリとの接続を1回切ります。アプリは数秒でつなぎ直します。"),
    Fault(
        name="freeze",
        label="無応答の接続",
        about="アプリとの接続を、切れたように見えないまま無応答にします。アプリが気づいてつなぎ直します。",
    ),
    Fault(
        name="deaf",
        label="届かない接続",
        about="アプリとの接続を、生きているように見えるまま、何も届かなくします。アプリが気づいてつなぎ直します。",
    ),
)
AT_ONCE = frozenset({"cut", "freeze", "deaf"})
"""They happen, and are over."""
_OF_CALLS = ("rate_limited", "drop_before", "drop_after", "error_before", "error_after", "history_fails", "slow")


class Faults:
    """The faults of a room: which are on, and what they do to a call."""

    def __init__(self, clock: Clock, *, did: Callable[[Fault], None]) -> None:
        self._clock, self._did = clock, did
        self._faults = {fault.name: fault for fault in KNOWN}
        self._timer: asyncio.TimerHandle | None = None
        self.watchers: list[Callable[[], None]] = []
        clock.watch(self._end_of_outage)

    def shown(self) -> list[Json]:
        return [fault.shown() for fault in self._faults.values()]

    def switch(self, name: str, *, on: bool, values: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Switch a fault on with these values, or off. Raises RefusedError."""
        fault = self._faults.get(name)
        if not fault:
            raise RefusedError("unknown_fault", "その訓練はありません。画面を読み直してください。", status=404)
        settings = tuple(_set(each, values) for each in fault.settings)
        fault = replace(fault, settings=settings, on=on and name not in AT_ONCE)
        times = next((int(each.value) for each in settings if each.name == "times"), None)
        until = self._clock() + timedelta(minutes=float(fault.value("minutes"))) if name == "outage" and on else None
        self._put(replace(fault, left=times if on else None, until=until))
        self._did(replace(fault, on=on))
        self._end_of_outage()

    def all_off(self) -> None:
        for fault in self._faults.values():
            if fault.on:
                self.switch(fault.name, on=False)

    def strike(self, name: str) -> Fault | None:
        """Let a fault happen if it is on; it is switched off after its last time."""
        fault = self._faults[name]
        if not fault.on:
            return None
        if fault.left is not None:
            self._put(replace(fault, left=fault.left - 1, on=fault.left > 1))
        return fault

    @property
    def outage(self) -> bool:
        return self._faults["outage"].on

    def hides(self, ts: str) -> bool:
        """Whether a history that lags does not have this message yet."""
        fault = self._faults["history_lags"]
        return fault.on and float(ts) > self._clock().timestamp() - float(fault.value("seconds"))

    async def around(self, request: web.Request, method: str, answering: Answering) -> web.Response:
        """Answer a call of the Web API as the faults have it."""
        if self.outage:
            return web.Response(status=503, text="service unavailable")
        for name in _OF_CALLS:
            if self._faults[name].bites(method) and (fault := self.strike(name)):
                return await _DO[name](request, fault, answering)
        return await answering()

    def _put(self, fault: Fault) -> None:
        self._faults[fault.name] = fault
        for tell in self.watchers:
            tell()

    def _end_of_outage(self) -> None:
        """End an outage whose time has come; look again when it will."""
        fault = self._faults["outage"]
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if not fault.on or not fault.until:
            return
        left = (fault.until - self._clock()).total_seconds()
        if left <= 0:
            self._put(replace(fault, on=False, until=None))
        else:
            self._timer = asyncio.get_running_loop().call_later(left, self._end_of_outage)


def _set(setting: Setting, values: Mapping[str, Any]) -> Setting:
    given = values.get(setting.name)
    if given in (None, ""):
        return setting if given is None or not isinstance(setting.value, str) else replace(setting, value="")
    if isinstance(setting.value, str):
        return replace(setting, value=str(given))
    try:
        number = float(given)
    except (TypeError, ValueError, OverflowError) as error:
        raise RefusedError("invalid_value", f"{setting.label}は数字で指定してください。") from error
    if not 0 < number <= 100_000:
        raise RefusedError("invalid_value", f"{setting.label}は1以上の数字で指定してください。")
    return replace(setting, value=int(number) if number.is_integer() else number)


def _dropped(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)


async def _rate_limited(_: web.Request, fault: Fault, __: Answering) -> web.Response:
    wait = {"Retry-After": str(math.ceil(fault.value("retry_after")))}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=wait)


async def _drop_before(request: web.Request, _: Fault, __: Answering) -> web.Response:
    return _dropped(request)


async def _drop_after(request: web.Request, _: Fault, answering: Answering) -> web.Response:
    await answering()
    return _dropped(request)


async def _error_before(_: web.Request, __: Fault, ___: Answering) -> web.Response:
    return web.Response(status=500, text="internal error")


async def _error_after(_: web.Request, __: Fault, answering: Answering) -> web.Response:
    await answering()
    return web.Response(status=500, text="internal error")


async def _history_fails(_: web.Request, __: Fault, ___: Answering) -> web.Response:
    return web.json_response({"ok": False, "error": "internal_error"})


async def _slow(_: web.Request, fault: Fault, answering: Answering) -> web.Response:
    await asyncio.sleep(float(fault.value("seconds")))
    return await answering()


_DO: Mapping[str, Callable[[web.Request, Fault, Answering], Awaitable[web.Response]]] = {
    "rate_limited": _rate_limited,
    "drop_before": _drop_before,
    "drop_after": _drop_after,
    "error_before": _error_before,
    "error_after": _error_after,
    "history_fails": _history_fails,
    "slow": _slow,
}
