"""``backorder notices``, with a mail server that is really there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.notices import smtp
from tests import mail as post
from tests.engine.cli.command_line import Backorder, Tell
from tests.mail import MailServer


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """The mail server that the environment names, and no other."""
    for name in smtp.NAMES:
        monkeypatch.delenv(smtp.variable(name), raising=False)
    monkeypatch.delenv(smtp.PASSWORD, raising=False)
    with post.listening() as server:
        for name, value in server.variables().items():
            monkeypatch.setenv(name, value)
        yield server


def test_the_command_line_drafts_writes_marks_and_sends(
    backorder: Backorder, telling: Tell, mail: MailServer, tmp_path: Path
) -> None:
    with telling(book=0) as story:
        post.news(story)

    def notices(*arguments: object) -> tuple[int, str, str]:
        answer = backorder("notices", "--since", "2026-01-01", *arguments)
        return answer.code, answer.out, answer.err

    code, out, _ = notices("--out", tmp_path / "out")
    assert code == 0
    assert "To: school <orders@school.example>\nSubject: Your order 1001" in out
    assert out.endswith(f"4 files written to {tmp_path / 'out'}.\n")
    drafts = backorder("--json", "notices", "--since", "2026-01-01").json["drafts"]
    assert {"run", "run_id", "notice", "notice_id"} & set(drafts[0]) == {"run", "notice"}
    code, out, err = notices("--send")
    assert (code, len(mail.letters)) == (1, 1)
    assert "1 notice sent." in out
    assert "No e-mail address of customer college" in err
    assert notices("--mark-sent", "--only", "college")[0] == 0
    assert notices()[1] == "Nothing changed that a customer should know.\n"
    assert backorder("--json", "notices").json == {"drafts": [], "files": [], "sent": []}
    assert notices("--mark-sent", "--send")[0] == 2
    took = f"Mail server 127.0.0.1 at port {mail.port} took a test message to ann@desk.example.\n"
    assert backorder("notices", "--test", "ann@desk.example").out == took
    refused = backorder("notices", "--test", "refused@desk.example")
    assert (refused.code, refused.err.endswith("to refused@desk.example (550 no such box).\n")) == (1, True)
    assert notices("--test", "ann@desk.example")[0] == 2
    later = backorder("notices", "--since", "2199-03-01T10:00+00:00")
    assert later.err.startswith("1 Mar 2199, ")
    assert "is still to come, so there is no news since then; write an instant" in later.err
    odd = backorder("notices", "--since", "soon")
    assert (odd.code, "soon is neither the number of a run nor an instant" in odd.err) == (2, True)


def test_customers_that_are_unknown_are_told_together(desk: Backorder) -> None:
    answer = desk("notices", "--only", "nobody", "--only", "school", "--only", "noone")
    assert (answer.code, answer.out) == (1, "")
    assert [line.split(";")[0] for line in answer.err.splitlines()] == [
        "There is no customer nobody",
        "There is no customer noone",
    ]
