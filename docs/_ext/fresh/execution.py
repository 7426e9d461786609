"""Executes pages side by side, each in a kernel of its own, and returns what each of their steps put out."""

from __future__ import annotations

import asyncio
import json
import py_compile
import re
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell

from .kernel import CHANCE, environment, kernel, own_folder
from .values import Value
from .warm import warmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbformat import NotebookNode

    from .kernel import Client
    from .page import Page, Step
    from .project import Project
    from .warm import Server

Output = dict[str, Any]
Outputs = list[list[Output]]

MOST_SAID = 2_000  # characters of one text on the console
VALUE_TYPE = "application/vnd.fresh.value"

# Published beside the page's own outputs: it binds no name in the page and leaves `_` and the numbering of cells alone.
_PUBLISH = f'__import__("IPython").get_ipython().display_pub.publish({{"{VALUE_TYPE}": (\n%s\n)}})'
_REPR = 'repr(__import__("IPython").get_ipython().user_ns["_oh"][%d])'
_LATEX = """(lambda value: value._repr_latex_().strip("$ \\n") if hasattr(value, "_repr_latex_") else str(value))(
%s
)"""
_OWN_LATEX = """__import__("pkgutil").resolve_name("%s")(
%s
)"""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def execute(pages: Sequence[Page], project: Project, *, width: int) -> list[Outputs]:
    """The outputs of each step of each page, at most ``width`` pages at a time.

    A page stops at its first unexpected error; what it has put out until then is returned, the error last.

    Raises
    ------
    ImportError
        If what is to be preloaded cannot be.
    RuntimeError
        If the process dies that preloads it.
    """
    # Bytecode that is checked by date alone is kept when a source changes twice within one second.
    for file in project.source_files:
        with suppress(OSError, py_compile.PyCompileError):  # the page that imports it says what is wrong
            py_compile.compile(str(file), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    with own_folder() as folder, warmed(project.preload, environment(project, folder), folder, len(pages)) as server:
        return asyncio.run(_execute_all(pages, project, width, server))


async def _execute_all(pages: Sequence[Page], project: Project, width: int, server: Server | None) -> list[Outputs]:
    places = asyncio.Semaphore(width)

    async def in_turn(page: Page) -> Outputs:
        async with places:
            return await _execute_page(page, project, server)

    return await asyncio.gather(*map(in_turn, pages))


async def _execute_page(page: Page, project: Project, server: Server | None) -> Outputs:
    outputs: Outputs = []
    try:
        async with kernel([_code(step, project.latex) for step in page.steps], project, server) as client:
            for index, step in enumerate(page.steps):
                outputs.append(await _execute_step(client, index, step))
                if _stops(step, outputs[-1]):
                    break
    except Exception as error:  # noqa: BLE001  a kernel that did not start, or messages that no kernel should send
        outputs.append([_fatal(type(error).__name__, str(error))])
    return outputs


def _stops(step: Step, outputs: list[Output]) -> bool:
    """Whether a page ends here: a cell raised that should not, or the kernel is gone. No value depends on another."""
    errors = [output for output in outputs if output["output_type"] == "error"]
    expected = isinstance(step, Value) or "raises-exception" in step.tags
    return any(output.get("fatal") for output in errors) or (bool(errors) and not expected)


async def _execute_step(client: Client, index: int, step: Step) -> list[Output]:
    client.raised = {}
    try:
        cell = await client.async_execute_cell(client.nb.cells[index], index, store_history=not isinstance(step, Value))
    except CellTimeoutError:
        return [_fatal("CellTimeoutError", f"did not end within {client.timeout:g} seconds, so its kernel was killed")]
    except DeadKernelError:
        if client.spilled:
            reason = f"because it is more than {client.most:,} characters, which nobody reads"
            return [_fatal("SizeError", f"Cannot show this output, {reason}. Show a part of it.")]
        return [_fatal("DeadKernelError", "the kernel died while this was running")]
    asked = list(_asked(cell.outputs))
    outputs = _plain([output for output in cell.outputs if CHANCE not in output.get("data", {})], step)
    if client.raised and not any(output["output_type"] == "error" for output in outputs):
        outputs.append(client.raised)  # what cannot be told as other errors are, such as a group of them
    return outputs + asked + [error for output in outputs for error in await _unlike_python(client, index, output)]


def _asked(outputs: list[Output]) -> Iterator[Output]:
    """What a cell asked of chance, an error for each line of it."""
    for output in outputs:
        for line, reason in json.loads(output.get("data", {}).get(CHANCE, "[]")):
            yield _fatal("ChanceError", reason) | {"line": line}


async def _unlike_python(client: Client, index: int, output: Output) -> list[Output]:
    """What is wrong where Jupyter lays out a result in its own way: page, notebook, script and prompt must agree."""
    if output["output_type"] != "execute_result":
        return []
    check = new_code_cell(_PUBLISH % (_REPR % output["execution_count"]))
    done = await client.async_execute_cell(check, index, store_history=False)
    plain = next((own["data"][VALUE_TYPE] for own in done.outputs if VALUE_TYPE in own.get("data", {})), "")
    shown = output["data"]["text/plain"]
    if plain == shown or " at 0x" in shown:  # an address is a fault of its own, which the checks name
        return []
    reason = f"because Jupyter lays it out in its own way, and Python would write {short(repr(plain))}"
    return [_fatal("LayoutError", f"Cannot show this result, {reason}. Show its parts one by one, or print it.")]


def short(text: str) -> str:
    """The beginning of a text that is too long for a console."""
    return text if len(text) <= MOST_SAID else f"{text[:MOST_SAID]}…"


def _fatal(name: str, message: str) -> Output:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [], "fatal": True}


def _code(step: Step, latex: str) -> NotebookNode:
    """What the kernel executes for a step."""
    tags, source = [], step.source
    if isinstance(step, Value):
        as_latex = _OWN_LATEX % (latex, step.expression) if latex else _LATEX % step.expression
        wanted = as_latex if step.role == "latex" else f"f'''{{ {step.expression}}}'''"
        source = _PUBLISH % wanted
    else:
        tags = sorted(step.tags)
    cell: NotebookNode = new_code_cell(source, metadata={"tags": tags})
    return cell


def _plain(outputs: list[Output], step: Step) -> list[Output]:
    """The outputs without what differs from one execution to the next."""
    plain: list[Output] = []
    for name, alike in groupby(outputs, lambda output: output.get("name")):  # of a stream, which comes in pieces
        if name:
            plain.append({"output_type": "stream", "name": name, "text": "".join(piece["text"] for piece in alike)})
            continue
        for raw in alike:
            output = {name: value for name, value in raw.items() if name != "transient"}
            if output["output_type"] == "error":
                output["traceback"] = _traceback(output, step)
            plain.append(output)
    return plain


def _traceback(output: Output, step: Step) -> list[str]:
    """An expected error is shown by its last line: the rest names folders of the machine that built the page."""
    if not isinstance(step, Value) and "raises-exception" in step.tags:
        return [f"{output['ename']}: {output['evalue']}"]
    return _ANSI.sub("", "\n".join(output["traceback"])).split("\n")
