"""Streamlit's own scripts, styles and fonts, answered from memory once they were read.

A tab that is new needs 140 of them, 5 MB, and Streamlit reads each from the disk in a thread of its own for
every tab. For ten people who come at once that is more work than their pages are.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER: Final = "/static/"
"""What the addresses of Streamlit's own files begin with; each has a digest of the file in its name."""
MOST_BYTES: Final = 64_000_000
"""The most that is kept: twice what all of Streamlit's files come to."""
_OF_A_PART: Final = ("range", "if-none-match", "if-modified-since")
"""Headers that ask for less than the whole file."""
Messages = list[Message]


class StaticFiles:
    """Stands before Streamlit and keeps the files that it calls immutable."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._answers: dict[str, Messages] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, one WebSocket, or the life of the server."""
        if not _is_for_a_file(scope):
            await self._app(scope, receive, send)
            return
        if (read := self._answers.get(scope["path"])) is None:
            answer: Messages = []
            await self._app(scope, receive, _noting(answer, send))
            self._remember(scope["path"], answer)
            return
        for message in read:
            await send(dict(message))  # whoever passes it on may change its headers

    def _remember(self, path: str, answer: Messages) -> None:
        """Keep an answer, unless it broke off, may change or has no room."""
        if not answer or answer[-1].get("more_body") or not _is_lasting(answer[0]):
            return
        body = b"".join(part.get("body", b"") for part in answer[1:])
        if path not in self._answers and self._bytes + len(body) <= MOST_BYTES:
            self._bytes += len(body)
            self._answers[path] = [answer[0], {"type": "http.response.body", "body": body}]


def middleware() -> list[Middleware]:
    """What ``app.py`` puts before Streamlit, behind whoever decides who is let in."""
    return [Middleware(StaticFiles)]


def _is_for_a_file(scope: Scope) -> bool:
    """Whether a whole file of Streamlit's own is asked for."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(FOLDER):
        return False
    headers = Headers(scope=scope)
    return not any(name in headers for name in _OF_A_PART)


def _noting(answer: Messages, send: Send) -> Send:
    async def noted(message: Message) -> None:
        # A copy: whoever passes the message on may change its headers.
        answer.append({**message, "headers": list(message["headers"])} if "headers" in message else message)
        await send(message)

    return noted


def _is_lasting(start: Message) -> bool:
    """Whether an answer is the same for everybody and for ever."""
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and "immutable" in headers.get("cache-control", "")
        and not any(name in headers for name in ("set-cookie", "content-encoding", "vary"))
    )
