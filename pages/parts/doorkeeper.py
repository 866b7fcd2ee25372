"""Who is let in at all: this machine, under a name of its own, from the desk's own pages.

Every request and every WebSocket passes here before Streamlit sees it, whatever its settings say. The desk
has no sign-in: a website that points its name at this machine, a page of another program on another port and
a server that listens to the network must find nobody at home. What leaves here tells the browser to fetch
nothing from strangers and to show the desk in nobody's frame.
"""

from __future__ import annotations

import sys
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.rules.addresses import is_this_machine

NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""What this machine may be called; .streamlit/config.toml tells Streamlit the same."""
HEALTH: Final = "/_stcore/health"

BEYOND: Final = (
    "Backorder Desk does not open at an address that other machines reach, because it has no sign-in; "
    "start it with: backorder up."
)
STRANGE_NAME: Final = (
    "Backorder Desk does not answer to this name; open it at the address that backorder up shows, "
    "such as http://127.0.0.1:8501."
)
STRANGE_PAGE: Final = (
    "Backorder Desk answers only to its own pages; open it at the address that backorder up shows, "
    "such as http://127.0.0.1:8501."
)

SEALS: Final = {
    # Scripts as Streamlit, its charts and components need them; everything from here, and framed by nobody.
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Doorkeeper:
    """Lets the desk's own pages through to Streamlit, turns everybody else away with one sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, one WebSocket, or the life of the server."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif (sentence := _refusal(scope)) is None:
            await self._app(scope, receive, _sealing(send))
        elif scope["type"] == "http":
            await PlainTextResponse(sentence, status_code=403)(scope, receive, _sealing(send))
        else:
            await receive()  # its wish to connect
            await send({"type": "websocket.close", "code": 1008, "reason": sentence})


def middleware() -> list[Middleware]:
    """What ``app.py`` puts before Streamlit; says on the terminal when nobody will be let in."""
    if is_served_beyond():
        sys.stderr.write(f"{BEYOND}\n")
    return [Middleware(Doorkeeper)]


def is_served_beyond() -> bool:
    """Whether Streamlit listens where other machines can reach it; without an address it does."""
    return not is_this_machine(st.get_option("server.address") or "")


def _refusal(scope: Scope) -> str | None:
    """Why a request is not let in, or None."""
    headers = Headers(scope=scope)
    if is_served_beyond() or not is_this_machine((scope.get("server") or ("",))[0]):
        # Whoever started the server may still ask whether it runs; that tells nothing of the desk.
        return None if scope["path"] == HEALTH else BEYOND
    if _name_in(headers.get("host", "")) not in NAMES:
        return STRANGE_NAME
    return None if _is_from_here(scope, headers) else STRANGE_PAGE


def _is_from_here(scope: Scope, headers: Headers) -> bool:
    """Whether one of the desk's own pages asks, or a person does by a link, a bookmark or the address bar."""
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers["host"]
    if scope["type"] == "websocket":  # every browser says where a WebSocket comes from
        return False
    if headers.get("sec-fetch-site", "none") in {"same-origin", "none"}:
        return True
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"


def _name_in(host: str) -> str | None:
    """What a Host header calls this machine, without the port."""
    try:
        return None if "@" in host else urlsplit(f"//{host}").hostname
    except ValueError:  # a bracket that nobody closed
        return None


def _sealing(send: Send) -> Send:
    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(SEALS)
            del headers["Access-Control-Allow-Origin"]  # nobody else has anything to read here
        await send(message)

    return sealed
