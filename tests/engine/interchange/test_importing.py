"""An import is one event: tried without a trace, done once, one sweep after it at most."""

from __future__ import annotations

import pytest

from tests.papers import Papers


@pytest.mark.parametrize("kind", ["items", "vendors", "customers", "preferences"])
def test_a_dry_run_reports_the_same_and_saves_nothing(papers: Papers, kind: str) -> None:
    texts = {
        "items": "lic\nchalk\n",
        "vendors": "vendor\nink-co\n",
        "customers": "customer\nuni\n",
        "preferences": "name,value\nskip_age_days,5\n",
    }
    before = papers.everything()
    tried = papers.bring(kind, texts[kind], dry_run=True)
    assert papers.everything() == before
    done = papers.bring(kind, texts[kind])
    assert (tried.added, tried.updated, tried.unchanged) == (done.added, done.updated, done.unchanged)
    assert papers.everything() != before
