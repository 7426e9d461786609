"""A lesson as a Python program: it prints what the page shows as text."""

import ast
import re
from collections.abc import Container, Iterator
from itertools import chain

from fresh.checks import Failure
from fresh.page import Cell, Page

from .cells import Code, Prose

# Python's own way to show a result: its repr, unless it is None. In Jupyter and in editors, it is theirs.
_SHOW = "displayhook"
_FIRST = f"# %%\nfrom sys import {_SHOW}  # shows a result as Python's prompt does\n"
_EXPECTED = 'except Exception as expected:\n    print(f"{type(expected).__name__}: {expected}")'
# What only Jupyter knows: names, unless the page gives them itself, and how a line begins or ends.
_ONLY_IN_JUPYTER = re.compile(r"display|get_ipython|In|Out|exit|quit|_{1,3}|_\d+|_[ido]h|_i+\d*")
_MAGIC = re.compile(r"[!%?]|.*\?$")


def script(cells: list[Prose | Code]) -> str:
    """Return the program, in cells that editors and jupytext know ("percent format")."""
    parts = [_comment(cell.text) if isinstance(cell, Prose) else f"# %%\n{_program(cell)}" for cell in cells]
    return "\n".join([_FIRST, *(f"{part}\n" for part in parts)])


def _comment(markdown: str) -> str:
    return "\n".join(["# %% [markdown]", *(f"# {line}".rstrip() for line in markdown.split("\n"))])


def _program(cell: Code) -> str:
    source = _with_result_shown(cell.source, ast.parse(cell.source))
    if "raises-exception" not in cell.tags:
        return source
    return f"try:\n{_indented(source)}\n{_EXPECTED}"


def refused(page: Page) -> Iterator[Failure]:
    """Name all in the cells of a page that plain Python does not run as a notebook does."""
    cells = [cell for cell in page.cells if "skip-execution" not in cell.tags]
    given = frozenset(chain.from_iterable(map(_given, cells)))
    for cell in cells:
        for line, because in _unlike_python(cell.source, given):
            written = cell.source.splitlines()[line - 1].strip()
            cannot = f"Cannot write {written!r} into the Python script of the lesson"
            reason = f"{cannot}, because {because}. Write it in plain Python."
            yield Failure(page.name, cell.line + line - 1, cell.source, reason)


def _unlike_python(source: str, given: Container[str]) -> Iterator[tuple[int, str]]:
    lines = source.split("\n")
    while True:
        try:
            compile("\n".join(lines), "cell", "exec", dont_inherit=True)
        except SyntaxError as error:
            line = min(error.lineno or 1, len(lines))
            yield line, f"Python does not read it: {error.msg}"
            written = lines[line - 1]
            if not _MAGIC.match(written.strip()):
                return
            lines[line - 1] = written[: len(written) - len(written.lstrip())] + "pass"  # and see what else there is
        else:
            break
    for node in ast.walk(ast.parse("\n".join(lines))):
        names = [node.id] if isinstance(node, ast.Name) else _imported(node)
        for name in (name for name in names if _is_jupyters(name) and name not in given):
            yield node.lineno, f"only Jupyter knows {name!r}"  # type: ignore[attr-defined]  # names and imports have one


def _is_jupyters(name: str) -> bool:
    return bool(_ONLY_IN_JUPYTER.fullmatch(name)) or name.partition(".")[0] == "IPython"


def _given(cell: Cell) -> Iterator[str]:
    """Name what a cell gives itself: a page may call its own function display."""
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            yield node.name or ""
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield node.asname or node.name if not (node.asname or node.name).startswith("IPython") else ""


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def _with_result_shown(source: str, tree: ast.Module) -> str:
    if not tree.body or not isinstance(last := tree.body[-1], ast.Expr) or _prints(last.value):
        return source
    start, end = (_offset(source, *place) for place in _ends(last))
    before, result, after = source[:start], source[start:end], source[end:]
    if after.lstrip().startswith(";"):
        return source  # in a notebook, too, a semicolon keeps a result quiet
    return f"{before}{_shown(result)}{after}"


def _prints(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print"


def _ends(node: ast.Expr) -> tuple[tuple[int, int], tuple[int, int]]:
    return (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)


def _offset(source: str, line: int, column: int) -> int:
    """Return the index of a character whose column Python counts in bytes."""
    lines = source.split("\n")
    return sum(len(before) + 1 for before in lines[: line - 1]) + len(lines[line - 1].encode()[:column].decode())


def _shown(result: str) -> str:
    call = ast.parse(f"{_SHOW}({result})", mode="eval").body
    single = isinstance(call, ast.Call) and len(call.args) == 1 and not call.keywords
    starred = single and isinstance(call.args[0], ast.Starred)  # type: ignore[attr-defined]  # a call has arguments
    return f"{_SHOW}({result})" if single and not starred else f"{_SHOW}(({result}))"


def _indented(source: str) -> str:
    """Return code one level deeper, and its strings as they are."""
    kept = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant | ast.JoinedStr)
        for line in range(node.lineno + 1, (node.end_lineno or 0) + 1)
    }
    lines = enumerate(source.split("\n"), start=1)
    return "\n".join(line if number in kept or not line.strip() else f"    {line}" for number, line in lines)
