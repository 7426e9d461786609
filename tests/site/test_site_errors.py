"""What must not be published fails the build, and the console names page, line, source and exception of all of it."""

import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site.conftest import left

if TYPE_CHECKING:
    from tests.site.conftest import Build, Site

pytestmark = pytest.mark.site

FIGURE = 'HTML("<figure><svg></svg></figure>")'
DISPLAY = "from IPython.display import HTML, display\n\n"

# By page: its text, and what the console must say about it.
WRONG = {
    "raises": (
        "# Raises\n\n```{code-cell}\n:tags: [hide-input]\n\nzero = 0\none = 1 / zero\n```\n",
        "docs/raises.md:7: ZeroDivisionError: division by zero\n    | zero = 0\n    | one = 1 / zero\n",
    ),
    "raises_inside": (
        "# Inside\n\n```{code-cell}\ndef f():\n    raise LookupError('in f')\n```\n\n```{code-cell}\nf()\n```\n",
        "docs/raises_inside.md:9: LookupError: in f\n    | f()\n",
    ),
    "does_not_parse": (
        "# Does not parse\n\n```{code-cell}\nx = 1\nx = = 2\n```\n",
        "docs/does_not_parse.md:5: SyntaxError: invalid syntax",
    ),
    "stderr": (
        "# Writes to stderr\n\n```{code-cell}\nimport warnings\n\nwarnings.warn('planted')\n```\n",
        "docs/stderr.md:4: it wrote to stderr: ",
    ),
    "dies": (
        "# Dies\n\n```{code-cell}\nimport os\n\nos._exit(1)\n```\n\n```{code-cell}\nprint('after')\n```\n",
        "docs/dies.md:4: DeadKernelError: the kernel died while this was running\n    | import os\n    | \n",
    ),
    "dies_as_expected": (
        "# Dies\n\n```{code-cell}\n:tags: [raises-exception]\nimport os\n\nos._exit(1)\n```\n",
        "docs/dies_as_expected.md:5: DeadKernelError: the kernel died while this was running\n",
    ),
    "hangs": (
        "# Hangs\n\n```{code-cell}\nwhile True:\n    pass\n```\n",
        "docs/hangs.md:4: CellTimeoutError: did not end within 4 seconds, so its kernel was killed\n    | while True",
    ),
    "no_figure": (
        "# No figure\n\n```{code-cell}\n:tags: [figure]\n\nprint('none')\n```\n",
        "docs/no_figure.md:6: it is tagged figure, and showed 0 figures instead of one\n    | print('none')\n",
    ),
    "two_figures": (
        f"# Two figures\n\n```{{code-cell}}\n:tags: [figure]\n\n{DISPLAY}display({FIGURE})\n{FIGURE}\n```\n",
        "docs/two_figures.md:6: it is tagged figure, and showed 2 figures instead of one\n    | from IPython",
    ),
    "raises_nothing": (
        "# Raises nothing\n\n```{code-cell}\n:tags: [raises-exception]\n\n1 / 1\n```\n",
        "docs/raises_nothing.md:6: it is tagged raises-exception, and raised nothing\n    | 1 / 1\n",
    ),
    "address": (
        "# Address\n\n```{code-cell}\nobject()\n```\n",
        "docs/address.md:4: its output holds a memory address (at 0x",
    ),
    "path": (
        "# Path\n\n```{code-cell}\nimport gdmath\n\nprint(gdmath.__file__)\n```\n",
        "docs/path.md:4: its output holds the path of a folder of the machine that built it\n",
    ),
    "chance": (
        "# C\n\n```{code-cell}\n:tags: [raises-exception]\nimport random, time\n\nrandom.random()\ntime.time()\n```\n",
        "docs/chance.md:7: ChanceError: Cannot use the generator of random, because nobody seeded it",
    ),
    "clock": (
        "# Clock\n\n```{code-cell}\nimport time as t\n```\n\nIt is {value}`t.strftime('%H')`.\n",
        "docs/clock.md:7: ChanceError: Cannot show what strftime() gives, because it is another time on every build",
    ),
    "nobody": (
        "# Nobody\n\n```{code-cell}\nimport os\n\nos.environ['USER']\n```\n",
        "docs/nobody.md:4: its output holds the path of a folder of the machine that built it",
    ),
    "home": (
        "# Home\n\n```{code-cell}\nimport os, sys\n\nprint(os.environ['HOME'], sys.executable)\n```\n",
        "docs/home.md:4: its output holds the path of a folder of the machine that built it\n",
    ),
    "long": (
        "# Long\n\n```{code-cell}\nx = 1\n```\n\n```{code-cell}\nwhile True:\n    print('x' * 99)\n```\n",
        "docs/long.md:8: SizeError: Cannot show this output, because it is more than 10,000 characters, which nobody",
    ),
    "long_value": (
        "# Long\n\nIt is {value}`'x' * 20000`.\n",
        "docs/long_value.md:3: SizeError: Cannot show this output, because it is more than 10,000 characters",
    ),
    "front": (
        "---\ndescription: a colon: here\n---\n\n# Front\n\n```{code-cell}\nprint('not run')\n```\n",
        "docs/front.md:2: Cannot read this front matter, because it is no YAML: mapping values are not allowed here",
    ),
    "tags": (
        "# Tags\n\n```{code-cell}\n:tags: [hide-input\nx = 1\n```\n\n```{code-cell}\n:tags: [hide-inptu]\n```\n",
        "docs/tags.md:3: Cannot read the options of this cell, because Invalid options format (bad YAML).",
    ),
    "untitled": ("Text.\n", "docs/untitled.md:1: Cannot publish a page without a title, because menus and links need"),
    "value": (
        "# Value\n\n```{code-cell}\nx = 1\n```\n\nOne\n{value}`x` and {value}`nosuch:.2f`,\nthen {value}`x +`.\n",
        "docs/value.md:8: NameError: name 'nosuch' is not defined\n    | {value}`nosuch:.2f`\n",
    ),
    "value_again": (
        "# Value\n\nWrong:\n\n- this {value}`1 / 0`\n- and {latex}`2 / 0`\n",
        "docs/value_again.md:6: ZeroDivisionError: division by zero\n    | {latex}`2 / 0`\n",
    ),
    "lines": (
        '# Lines\n\nThe value {value}`chr(10).join("ab")`.\n',
        "docs/lines.md:3: a value in the prose must be one line, and this one is several: 'a\\nb'\n",
    ),
    "wrapped": (
        "# Wrapped\n\nThe value {value}`1 +\n1`.\n",
        "docs/wrapped.md:3: a value in the prose must be written on one line\n",
    ),
    "printing": (
        '# Printing\n\nThe value {value}`print("x")`.\n',
        'docs/printing.md:3: a value in the prose must not print\n    | {value}`print("x")`\n',
    ),
}
RIGHT = "# Right\n\n```{code-cell}\nprint('right')\n```\n"


@pytest.fixture(scope="module")
def wrong(new_site: Callable[..., "Site"]) -> "Site":
    """A site with every kind of wrong page, and a right one."""
    site = new_site(right=RIGHT, **{name: text for name, (text, _) in WRONG.items()})
    site.edit("docs/conf.py", "fresh_sources = [", "fresh_timeout = 4\nfresh_most = 10_000\nfresh_sources = [")
    latin = site.root / "docs" / "latin.md"
    latin.write_bytes("# Latin\n\nOne line.\nA café.\n".encode("latin-1"))
    site.write(latin2="# Latin\n")  # and a list of pages with both
    (site.root / "docs" / "latin2.md").write_bytes(b"# Latin\n\n\xff\n")
    return site


@pytest.fixture(scope="module")
def built(wrong: "Site") -> "Build":
    """One build of them all."""
    return wrong.build()


@pytest.mark.parametrize("name", WRONG)
def test_failure_is_named(built: "Build", name: str) -> None:
    """Whatever fails on a page is named with the page, the line, the source and the exception."""
    assert WRONG[name][1] in built.console


def test_one_build_names_all_failing_pages(built: "Build") -> None:
    """A build in which warnings are no errors fails too, after naming all failing pages and no other."""
    assert built.status == 2
    [summary] = set(re.findall(r"(\d+) failures on (\d+) pages, each named above", built.console))
    # Two values of "value" are wrong, two lines of "chance" and of "tags"; two pages are no UTF-8.
    assert summary == (str(len(WRONG) + 6), str(len(WRONG) + 2))
    assert "docs/right.md" not in built.console
    assert (
        "docs/chance.md:8: ChanceError: Cannot show what time() gives, because it is another time on" in built.console
    )
    assert "docs/tags.md:9: Cannot use 'hide-inptu' in the tags of a cell" in built.console
    assert "docs/latin.md:4: Cannot read this line, because byte 0xe9 in it is no UTF-8. Save" in built.console
    assert "docs/latin2.md:3: Cannot read this line, because byte 0xff in it is no UTF-8. Save" in built.console
    assert "report this error" not in built.console
    executed = set(WRONG) - {"front", "tags", "untitled"}  # whose texts are right
    assert built.executed == (
        sum("code-cell" in line for name in executed for line in WRONG[name][0].split("\n")) + 1,
        len(executed) + 1,
    )


def test_failing_page_fails_again_until_it_is_right(wrong: "Site", built: "Build") -> None:
    """An unchanged ordinary rebuild fails again, executing only what failed; corrected pages are built."""
    for name in sorted(set(WRONG) - {"raises"}):
        (wrong.root / "docs" / f"{name}.md").unlink()
    for name in ("latin", "latin2"):
        (wrong.root / "docs" / f"{name}.md").unlink()
    wrong.write()
    again = wrong.build()
    assert (again.status, again.executed) == (2, (1, 1))
    assert WRONG["raises"][1] in again.console
    wrong.edit("docs/raises.md", "zero = 0", "zero = 2")
    assert wrong.build().status == built.status - 2
    assert wrong.outputs("right") == ["right"]


def test_traceback_is_shown(built: "Build") -> None:
    """The console shows where in the cell the exception was raised, without colour codes."""
    after = built.console.split(WRONG["raises"][1])[1]
    assert "----> 2 one = 1 / zero" in after.split("docs/")[0]
    assert "\x1b[" not in built.console


def with_old_site(site: "Site") -> Path:
    """Put an old site where the site is published, and return that folder."""
    html = site.root / "docs" / "_build" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("old", encoding="utf-8")
    return html


@pytest.mark.parametrize("module", ["__init__.py", "rules.py"])
def test_library_that_cannot_be_imported_names_the_pages(new_site: Callable[..., "Site"], module: str) -> None:
    """A library that cannot be imported fails the build, naming each page that needs it, and no old site is left."""
    imports = "# Imports\n\n```{code-cell}\nfrom gdmath.rules import RULES\n```\n"
    site = new_site(one=imports, two=imports, right=RIGHT)
    html = with_old_site(site)
    (site.root / "gdmath" / module).write_text("raise ImportError('planted')\n", encoding="utf-8")
    done = site.publish()
    assert done.status != 0
    assert "docs/one.md:4: ImportError: planted\n" in done.console
    assert "docs/two.md:4: ImportError: planted\n" in done.console
    assert "2 failures on 2 pages" in done.console
    assert "docs/_build/html is removed" in done.console
    assert not html.exists()


def test_published_site_is_replaced_as_a_whole(new_site: Callable[..., "Site"]) -> None:
    """A right build replaces the site, pages that are gone included; a warning is enough to remove it."""
    site = new_site(right=RIGHT, gone="# Gone\n\nText.\n")
    html = with_old_site(site)
    done = site.publish()
    assert (done.status, done.executed) == (0, (1, 1))
    assert done.console.endswith("Open docs/_build/html/index.html\n")
    assert {path.name for path in html.iterdir()} >= {"index.html", "right.html", "gone.html"}
    assert not list(html.rglob(".buildinfo"))
    site.write(gone="# Warns\n\n[nowhere](nosuch.md)\n")
    assert site.publish().status != 0
    assert not html.exists()
    (site.root / "docs" / "gone.md").unlink()
    site.write()
    done = site.publish()
    assert (done.status, done.executed) == (0, (0, 0))
    assert not (html / "gone.html").exists()
    assert [output.text.strip() for output in site.page("right", "html").select(".cell_output")] == ["right"]


def test_kernel_that_does_not_start_is_named(new_site: Callable[..., "Site"], tmp_path: Path) -> None:
    """Where no kernel starts, each page says so, and what the kernel said is on the console."""
    site = new_site(right=RIGHT, prose="# Prose\n\nNo cells.\n")
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit('no kernel here')\n", encoding="utf-8")
    site.environment["PYTHONPATH"] = str(tmp_path)
    built = site.build()
    assert built.status == 2
    assert "docs/right.md:4: RuntimeError: Kernel died before replying to kernel_info\n" in built.console
    assert "no kernel here" in built.console
    assert "1 failures on 1 pages" in built.console


def test_page_without_cells_needs_no_kernel(new_site: Callable[..., "Site"]) -> None:
    """A page of a title, and one with comments, executes nothing and breaks nothing."""
    site = new_site(empty="# Empty\n", comments="# Comments\n\n% nothing but {value}`a comment`\n")
    built = site.build()
    assert (built.status, built.executed) == (0, (0, 0))


# A page that waits while it is written, by one of the processes that write.
WRITTEN = """

def setup(app):
    app.connect("html-page-context", wait)


def wait(app, page, *_):
    import time
    if page == "slow":
        open({begun!r}, "w").close()
        time.sleep(1000)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("where", ["a cell runs", "a page is written"])
def test_interrupted_build_leaves_nothing(
    new_site: Callable[..., "Site"], tmp_path: Path, number: signal.Signals, where: str
) -> None:
    """A build that is interrupted leaves no site, neither an old one nor a part of a new one, and no process."""
    begun = tmp_path / "begun"
    cell = f"import time\nfrom pathlib import Path\n\nPath({str(begun)!r}).touch()\ntime.sleep(1000)"
    slow = f"# Slow\n\n```{{code-cell}}\n{cell if where == 'a cell runs' else 'x = 1'}\n```\n"
    site = new_site(slow=slow, **{f"page{n}": f"# Page {n}\n" for n in range(3)})
    if where == "a page is written":
        with (site.root / "docs" / "conf.py").open("a", encoding="utf-8") as conf:
            conf.write(WRITTEN.format(begun=str(begun)))
    html = with_old_site(site)
    site.environment["PYTHONPATH"] = str(site.root)  # by which its processes are known
    with site.start("docs/_tools/publish.py") as process:
        while not begun.exists():
            assert process.poll() is None
            time.sleep(0.05)
        assert html.exists()
        process.send_signal(number)
        console, _ = process.communicate()
    assert process.returncode == 130
    assert "did not end within" not in console  # it was the signal, not the limit of a cell, that ended it
    assert not html.exists()
    assert left(site.root) == []


# Takes what a page puts out more slowly than it comes, as a busy machine does.
SLOW = """
from fresh.kernel import Client

take = Client.process_message

def slowly(self, msg, *rest):
    time.sleep(0.002 * (msg["msg_type"] == "stream"))
    return take(self, msg, *rest)

Client.process_message = slowly
"""


def test_output_that_is_read_slowly_is_whole(new_site: Callable[..., "Site"]) -> None:
    """None of it is dropped on the way, nor left out because it comes long after the cell has ended."""
    lines = 4000  # more than what may wait on the way, and read in more than four seconds
    site = new_site(much=f"# Much\n\n```{{code-cell}}\nfor n in range({lines}):\n    print(n, flush=True)\n```\n")
    with (site.root / "docs" / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"\nimport time\n{SLOW}")
    built = site._run("-m", "sphinx", "-b", "html", "docs", "docs/_build/plain")
    assert built.status == 0, built.console
    [output] = site.outputs("much")
    assert output.split() == list(map(str, range(lines)))


def test_a_wrong_formula_is_named_with_its_line(new_site: Callable[..., "Site"]) -> None:
    """What the renderer of formulas reports of a page is its own line, before a cell and after it."""
    formula = r"A formula $\nosuch$."
    site = new_site(
        odd=f"# Odd\n\n{formula}\n\n```{{code-cell}}\n:tags: [hide-input]\n\nx = 1\n```\n\n- Below\n- {formula}\n"
    )
    built = site.build()
    assert built.status != 0
    assert re.findall(r"odd\.md:(\d+): ERROR: Cannot render the formula", built.console) == ["3", "12"]
