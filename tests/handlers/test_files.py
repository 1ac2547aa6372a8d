"""Files that people bring: where the bot's token may be shown."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.files import Files, NotFetched


@pytest.mark.parametrize(
    "url",
    ["", "https://example.org/a.csv", "http://files.slack.com/a.csv", "https://slack.com.example.org/a", "file:///a"],
)
async def test_the_token_is_shown_to_the_chat_alone(url):
    files = Files(AsyncWebClient(token="secret", base_url="https://slack.com/api/"))

    with pytest.raises(NotFetched, match="no_access"):
        await files.fetch({"url_private_download": url}, 100)


async def test_a_file_that_says_that_it_is_too_large_is_not_fetched():
    files = Files(AsyncWebClient(token="secret", base_url="https://slack.com/api/"))

    with pytest.raises(NotFetched, match="too_large"):
        await files.fetch({"url_private_download": "https://files.slack.com/a", "size": 101}, 100)
