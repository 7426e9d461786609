"""Whatever pages hold, a build ends by itself, names all that is wrong, and leaves a whole site or none."""

from pathlib import Path

import pytest

from tests.fuzz.pages import FAULTS, HEADERS, drawn, try_pages
from tests.site.conftest import copy_site

pytestmark = pytest.mark.site


def test_a_share_of_the_drawn_pages(tmp_path: Path) -> None:
    """Of these, right and wrong, every fault is named with its line, and nothing else; `nox -s fuzz` has more."""
    assert try_pages(copy_site, tmp_path, "share", 40, together=40) == []


def test_every_fault_is_drawn() -> None:
    """In some of the pages each stands by itself, and half of the pages are right."""
    pages = [drawn("all", f"{'lessons/' * (number % 2)}page{number}") for number in range(900)]
    said = {said for page in pages for _, said in page.faults}
    assert said >= {words for fault in [*FAULTS, *HEADERS] for words in (fault.said, fault.lesson) if words}
    assert 400 < sum(not page.faults for page in pages) < 600
