"""Pages drawn by chance, right and wrong: a build names page and line of each fault, and of nothing else.

What is wrong with the text of a page keeps it from running; of what runs, each fault is named until something raises.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.site.conftest import Site, left

MOST = 50_000  # characters that a cell may put out


@dataclass(frozen=True)
class Fault:
    """Some lines of a page, which of them is wrong, what is said of it, and when: "bytes", "text", "code" or "run".

    On a lesson, which is a script too, something else may be said, before anything runs.
    """

    text: str
    line: int
    said: str
    when: str
    stops: bool = False
    lesson: str = ""


def cell(*lines: str) -> str:
    """Write a cell."""
    return "\n".join(["```{code-cell}", *lines, "```"])


FAULTS = [
    Fault("A line.\nZ\udcfcrich.", 1, "because byte 0xfc in it is no UTF-8", "bytes"),
    Fault("One\u2028two.", 0, "the invisible character U+2028", "bytes"),
    Fault("A form\x0cfeed.", 0, "the invisible character U+000C", "bytes"),
    Fault(cell(":tags: [hide-inptu]", "x = 1"), 1, "Did you mean 'hide-input'?", "text"),
    Fault(cell(":tags: [hide-input", "", "x = 1"), 0, "Cannot read the options of this cell", "text"),
    Fault(cell(":tags: hide-input", "x = 1"), 0, "Cannot read the options of this cell", "text"),
    Fault(cell(":tag: [hide-input]", "x = 1"), 1, "Did you mean 'tags'?", "text"),
    Fault(cell("---", "tags: [a: b", "---", "x = 1"), 0, "Cannot read the options of this cell", "text"),
    Fault(cell("---", "mystnb:", "  scroll_output: true", "---", "x = 1"), 3, "Did you mean 'scroll_outputs'?", "text"),
    Fault('Text.\n\n+++ {"tags": 1', 2, "Cannot read the options of this cell", "text"),
    Fault(cell("x = 1", "!echo shell"), 2, "Cannot write '!echo shell' into the Python script", "code"),
    Fault(cell("%timeit 1"), 1, "Cannot write '%timeit 1' into the Python script", "code"),
    Fault(cell("", "display(1)"), 2, "only Jupyter knows 'display'", "code"),
    Fault(cell("x = 1", "In[0]"), 2, "only Jupyter knows 'In'", "code"),
    Fault(cell("zero = 0", "1 / zero"), 2, "ZeroDivisionError: division by zero", "run", stops=True),
    Fault(cell("import os", "", "os._exit(1)"), 1, "DeadKernelError: the kernel died", "run", stops=True),
    Fault(cell("raise SystemExit"), 1, "SystemExit", "run", stops=True),
    Fault(cell("input()"), 1, "StdinNotImplementedError", "run", stops=True),
    Fault(cell("import time", "", "time.time()"), 3, "ChanceError: Cannot show what time() gives", "run", stops=True),
    Fault(cell("import random", "random.random()"), 2, "ChanceError: Cannot use the generator", "run", stops=True),
    Fault(
        cell(f"print('x' * {MOST})"),
        1,
        f"SizeError: Cannot show this output, because it is more than {MOST:,}",
        "run",
        stops=True,
    ),
    Fault(
        cell(f"for _ in range({MOST}):", "    print('x' * 99, flush=True)"),
        1,
        "SizeError: Cannot show this",
        "run",
        stops=True,
    ),
    Fault(cell(":tags: [figure]", ":tags: [hide-input]", "1"), 2, "Cannot use the option 'tags' twice", "text"),
    Fault("```{code-cell} julia\n1\n```", 0, "Cannot run a cell in 'julia'", "text"),
    Fault(
        cell("raise ExceptionGroup('g', [ValueError(1)])"), 1, "ExceptionGroup: g (1 sub-exception)", "run", stops=True
    ),
    Fault(
        cell("from IPython.display import publish_display_data", "publish_display_data({'image/png': '!'})"),
        1,
        "is no picture",
        "run",
        lesson="only Jupyter knows 'IPython.display'",
    ),
    Fault(cell("object()"), 1, "its output holds a memory address", "run"),
    Fault(cell("import sys", "", "print(sys.prefix)"), 1, "the path of a folder of the machine", "run"),
    Fault(cell("import sys", "", "print('x', file=sys.stderr)"), 1, "it wrote to stderr: x", "run"),
    Fault(cell(":tags: [figure]", "", "1"), 3, "it is tagged figure, and showed 0 figures", "run"),
    Fault(cell(":tags: [raises-exception]", "1"), 2, "it is tagged raises-exception, and raised nothing", "run"),
    Fault("Text,\nand {value}`nosuch`.", 1, "NameError: name 'nosuch' is not defined", "run"),
    Fault("It is {value}`print(1)`.", 0, "a value in the prose must not print", "run"),
]
HEADERS = [
    Fault("---\n---\n\n# Title", 1, "because it has no names", "text"),
    Fault("---\ntitle: 5\n---\n\n# Title", 1, "because it is no text", "text"),
    Fault("---\ndescription: !!int ''\n---\n\n# Title", 0, "Cannot read this front matter", "text"),
    Fault("---\ndescription: a colon: here\n---\n\n# Title", 1, "Cannot read this front matter", "text"),
    Fault("---\norphan: true\nserch: titles\n---\n\n# Title", 2, "Did you mean 'search'?", "text"),
    Fault("---\ndescription: a\n\n# Title", 0, "because no line of --- ends it", "text"),
    Fault("---\ndescription: 5\n---\n\n# Title", 1, "because it is no text", "text"),
    Fault("---\n- a\n---\n\n# Title", 1, "because it has no names", "text"),
    Fault("Text.", 0, "Cannot publish a page without a title", "text"),
]
RIGHT = [
    "Some prose, with *emphasis* and `code`.",
    cell("x = 1", "x + 1"),
    cell(":tags: [hide-input]", "print('right')"),
    cell(":tags: [raises-exception]", "", "1 / 0"),
    "It is {value}`1 + 1`.",
    cell("import random", "random.seed(0)", "random.random()"),
    "+++\n\nA new cell.",
    "| a | b |\n|---|---|\n| {value}`2` | café |",
    "```text\n!not a cell\n```",
    "Lines end here.\r\nAnd here.",
]
HEADS = [
    "# Title",
    "---\ndescription: What it is.\n---\n\n# Title",
    "\ufeff# Title",
    "---\norphan: true\n---\nTitle\n=====",
]


@dataclass
class Page:
    """A page: its name, its bytes, and by line what is to be said of it."""

    name: str
    data: bytes = b""
    faults: list[tuple[int, str]] = field(default_factory=list)


def drawn(seed: str, name: str) -> Page:
    """Draw a page; every other one is right."""
    draw = random.Random(f"{seed} {name}")
    wrong = draw.random() < 0.5
    heads: list[Fault | str] = [*HEADERS] if wrong and draw.random() < 0.3 else [*HEADS]
    choices: list[list[Fault | str]] = [
        [*FAULTS] if wrong and draw.random() < 0.5 else [*RIGHT] for _ in range(draw.randint(1, 5))
    ]
    blocks = [draw.choice(choice) for choice in [heads, *choices]]
    lesson = name.startswith("lessons/")
    text, found = "", list[tuple[int, Fault]]()
    for block in blocks:
        if lesson and isinstance(block, Fault) and block.lesson:
            block = replace(block, said=block.lesson, when="code", stops=False)  # noqa: PLW2901  the same block there
        if isinstance(block, Fault) and (block.when != "code" or lesson):
            found.append((1 + text.count("\n") + block.line, block))
        text += (
            block if isinstance(block, str) else block.text if block.when != "code" or lesson else RIGHT[0]
        ) + "\n\n"
    return Page(name, text.encode(errors="surrogateescape"), list(_named(found)))


def _named(found: list[tuple[int, Fault]]) -> Iterator[tuple[int, str]]:
    """Of these faults those that a build can name at once."""
    first = next((when for when in ("bytes", "text", "code") if any(fault.when == when for _, fault in found)), "run")
    for line, fault in found:
        if fault.when == first:
            yield line, fault.said
            if fault.stops:
                return


def complaints(site: Site, seed: str, count: int) -> Iterator[str]:
    """Build so many pages twice, with those that are wrong and without, and say what a build did otherwise."""
    pages = [drawn(seed, f"{'lessons/' if number % 3 == 0 else ''}page{number}") for number in range(count)]
    site.write(**{page.name: "# Title\n" for page in pages})
    for page in pages:
        (site.root / "docs" / f"{page.name}.md").write_bytes(page.data)
    yield from _differences(site, pages)
    for page in pages:
        if page.faults:
            (site.root / "docs" / f"{page.name}.md").unlink()
    site.write()
    yield from _differences(site, [page for page in pages if not page.faults])


def _differences(site: Site, pages: list[Page]) -> Iterator[str]:
    built = site.build("-W", "--keep-going")
    wanted = {(page.name, line): said for page in pages for line, said in page.faults}
    named = dict[tuple[str, int], str]()
    for name, line, said in re.findall(r"^docs/(\S+)\.md:(\d+): (.*)", built.console, re.MULTILINE):
        named[name, int(line)] = named.get((name, int(line)), "") + said
    for place in sorted(wanted.keys() | named.keys()):
        if wanted.get(place, "nothing") not in named.get(place, ""):
            yield f"{place}: {wanted.get(place, 'nothing')!r} was to be said, and {named.get(place, 'nothing')!r} was"
    if (built.status == 0) == bool(wanted) or "report" in built.console:
        yield f"a build of {len(pages)} pages with {len(wanted)} faults ended with {built.status}:\n{built.console}"
    if not wanted:
        gone = [page.name for page in pages if not (site.html / f"{page.name}.html").exists()]
        yield from (f"{name} is right, and is not there" for name in gone)
    yield from (f"a process is left: {command}" for command in left(site.root))


def try_pages(make: Callable[[Path], Site], folder: Path, seed: str, count: int, together: int = 25) -> list[str]:
    """Draw so many pages, build them in sites of some each, and list what was not as it should be."""
    found = list[str]()
    for first in range(0, count, together):
        site = make(folder / str(first))
        site.edit("docs/conf.py", "fresh_sources = [", f"fresh_most = {MOST}\nfresh_sources = [")
        found += [
            f"seed {seed!r}, from {first}: {said}"
            for said in complaints(site, f"{seed} {first}", min(together, count - first))
        ]
    return found
