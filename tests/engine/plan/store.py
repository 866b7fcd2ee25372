"""An object store on this machine: as much of S3 as reading, listing and writing files takes."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Objects = dict[str, bytes]
"""bucket/key -> what lies there."""


@contextmanager
def running(objects: Objects) -> Iterator[str]:
    """Serve objects; gives what follows the question mark of an address to be read here."""
    handler = type("Handler", (_Handler,), {"objects": objects, "parts": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"scheme=http&endpoint_override=127.0.0.1:{server.server_port}&region=here"
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    objects: Objects
    parts: dict[str, bytes]

    def log_message(self, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        path, _ = self._asked()
        there = path in self.objects or not path.partition("/")[2]
        self._answer(200 if there else 404, length=len(self.objects.get(path, b"")))

    def do_GET(self) -> None:
        path, query = self._asked()
        if "list-type" in query:
            self._answer(200, self._listed(path, query.get("prefix", [""])[0]))
        elif path not in self.objects:
            self._answer(404)
        else:
            first, _, last = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")
            body = self.objects[path][int(first) : int(last) + 1 if last else None]
            self._answer(206 if "Range" in self.headers else 200, body)

    def do_PUT(self) -> None:
        path, query = self._asked()
        number = query.get("partNumber", [""])[0]
        (self.parts if number else self.objects)[path + number] = self._body()
        self._answer(200)

    def do_POST(self) -> None:
        path, query = self._asked()
        self._body()
        if "uploads" in query:
            self._answer(
                200, b"<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
            )
            return
        names = sorted(
            (name for name in self.parts if name.startswith(path)), key=lambda name: int(name[len(path) :])
        )
        self.objects[path] = b"".join(self.parts.pop(name) for name in names)
        self._answer(200, b"<CompleteMultipartUploadResult></CompleteMultipartUploadResult>")

    def _asked(self) -> tuple[str, dict[str, list[str]]]:
        url = urlsplit(self.path)
        return unquote(url.path).strip("/"), parse_qs(url.query, keep_blank_values=True)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            sent = _joined(self.rfile)
            self.rfile.readline()  # the empty line behind the last chunk
        else:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_packed = "aws-chunked" in self.headers.get("Content-Encoding", "")
        return _joined(io.BytesIO(sent)) if is_packed else sent

    def _listed(self, bucket: str, prefix: str) -> bytes:
        keys = [
            name.removeprefix(f"{bucket}/")
            for name in sorted(self.objects)
            if name.startswith(f"{bucket}/{prefix}")
        ]
        found = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(self.objects[f'{bucket}/{key}'])}</Size>"
            "<LastModified>2026-01-01T00:00:00Z</LastModified></Contents>"
            for key in keys
        )
        return f"<ListBucketResult><KeyCount>{len(keys)}</KeyCount>{found}</ListBucketResult>".encode()

    def _answer(self, code: int, body: bytes = b"", length: int | None = None) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _joined(chunks: BufferedIOBase) -> bytes:
    """The content of chunks, each behind a line that begins with its size; the last one is empty."""
    whole = b""
    while size := int(chunks.readline().partition(b";")[0], 16):
        whole += chunks.read(size)
        chunks.readline()
    return whole
