"""A page that differs from what the budget says of it is named, with both numbers and what to do."""

import tomllib
from pathlib import Path

import pytest

from tests.audit.budget import COUNTERS, EXACT, VARYING, budget_faults, recorded, table, write

ROW = dict.fromkeys(COUNTERS, 1000)


@pytest.mark.parametrize("counter", VARYING)
def test_a_few_layouts_more_are_no_fault(counter: str) -> None:
    """A short page is laid out two or three times, and a frame more says nothing of it."""
    for count_, is_fault in ((15, False), (16, True)):
        assert bool(budget_faults("page.html", {**ROW, counter: count_}, {**ROW, counter: 2})) is is_fault


@pytest.mark.parametrize("counter", COUNTERS)
def test_a_count_is_held_to_what_was_recorded(counter: str) -> None:
    """A count that is exact is held to 5 % in both directions, and one that varies to one and a half times the most."""
    least, most = (950, 1050) if counter in EXACT else (1, 1500)
    for count_, is_fault in ((least, False), (most, False), (least - 1, counter in EXACT), (most + 1, True)):
        assert bool(budget_faults("page.html", {**ROW, counter: count_}, ROW)) is is_fault
    assert {*EXACT, *VARYING} == {*COUNTERS}


def test_what_a_fault_of_the_budget_says() -> None:
    """It names the page, the counter, both numbers, and what to do."""
    renew = "record it by nox -s audit -- --renew"
    mend = f"make it lighter, or say in the commit why it grew, and {renew}"
    assert budget_faults("a.html", {**ROW, "calls": 1060, "nodes": 940, "layouts": 1501}, ROW) == [
        f"a.html: nodes is 940, where 1,000 were recorded, 60 fewer: keep what was gained, and {renew}",
        f"a.html: calls is 1,060, where 1,000 were recorded, 60 more: {mend}",
        f"a.html: layouts is 1,501, where 1,000 were recorded, and 1.5 times as many are the most: {mend}",
    ]


def test_a_page_without_a_row_is_found() -> None:
    """A new page has to be recorded, and is told how."""
    assert budget_faults("new.html", ROW, None) == [
        "new.html has no row in budget.toml: record one by nox -s audit -- --renew"
    ]


@pytest.mark.parametrize(("counter", "most"), [("first_visit", 200_000), ("next_visit", 60_000), ("laid_out", 4_000)])
def test_a_ceiling_holds_for_every_page(counter: str, most: int) -> None:
    """What no page may have is a fault also where it was recorded."""
    for number, faults in ((most, []), (most + 1, [f"a.html: {counter} is {most + 1:,}, and no page may have more"])):
        row = {**ROW, counter: number}
        assert [fault.partition(" than")[0] for fault in budget_faults("a.html", row, row)] == faults


def test_rows_are_written_below_what_stands_by_hand(tmp_path: Path) -> None:
    """What was recorded is replaced, what people wrote is not, and what is written can be read again."""
    file = tmp_path / "budget.toml"
    by_hand = "# A comment.\nfirst_visit = 200_000\n\n# Recorded by nox -s audit -- --renew, never typed.\n"
    file.write_text(f"{by_hand}[recorded]\n'old.html' = {{ nodes = 1 }}\n", encoding="utf-8")
    rows = {"a/b.html": ROW, "c.html": {**ROW, "nodes": 12_345}}
    write(rows, file)
    assert file.read_text(encoding="utf-8") == by_hand + table(rows)
    assert tomllib.loads(file.read_text(encoding="utf-8"))["recorded"] == rows


def test_the_budget_is_as_it_is_written() -> None:
    """No row of the budget was typed: all rows together are what the program writes."""
    assert Path(__file__).with_name("budget.toml").read_text(encoding="utf-8").endswith(f"\n{table(recorded())}")
