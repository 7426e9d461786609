"""A lesson as a Python program: it prints what the page shows as text."""

import ast

from .cells import Code, Prose
from .refusal import DownloadError

# Python's own way to show a result: its repr, unless it is None. In Jupyter and in editors, it is theirs.
_SHOW = "displayhook"
_FIRST = f"# %%\nfrom sys import {_SHOW}  # shows a result as Python's prompt does\n"
_EXPECTED = 'except Exception as expected:\n    print(f"{type(expected).__name__}: {expected}")'
_ONLY_IN_JUPYTER = {"display", "get_ipython", "In", "Out"}


def script(cells: list[Prose | Code], page: str) -> str:
    """Return the program, in cells that editors and jupytext know ("percent format")."""
    parts = [_comment(cell.text) if isinstance(cell, Prose) else f"# %%\n{_program(cell, page)}" for cell in cells]
    return "\n".join([_FIRST, *(f"{part}\n" for part in parts)])


def _comment(markdown: str) -> str:
    return "\n".join(["# %% [markdown]", *(f"# {line}".rstrip() for line in markdown.split("\n"))])


def _program(cell: Code, page: str) -> str:
    tree = _parsed(cell, page)
    source = _with_result_shown(cell.source, tree)
    if "raises-exception" not in cell.tags:
        return source
    return f"try:\n{_indented(source)}\n{_EXPECTED}"


def _parsed(cell: Code, page: str) -> ast.Module:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        raise _refusal(cell, page, error.lineno or 1, f"Python does not read it: {error.msg}") from error
    for node in ast.walk(tree):
        names = [node.id] if isinstance(node, ast.Name) else _imported(node)
        if only := _ONLY_IN_JUPYTER.intersection(names) | {name for name in names if name.split(".")[0] == "IPython"}:
            line = node.lineno  # type: ignore[attr-defined]  # names and imports have one
            raise _refusal(cell, page, line, f"only Jupyter knows {min(only)!r}")
    return tree


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def _refusal(cell: Code, page: str, line: int, because: str) -> DownloadError:
    cannot = f"write {cell.source.splitlines()[line - 1].strip()!r} into the Python script of the lesson"
    return DownloadError(f"{page}:{cell.line + line - 1}", cannot, because, "Write it in plain Python")


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
