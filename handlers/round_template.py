"""Rounds that open themselves every month (毎月の照会): listed, made, changed, stopped."""

from slack_bolt.async_app import AsyncApp


def register(app: AsyncApp) -> None:
    """Nothing yet."""
