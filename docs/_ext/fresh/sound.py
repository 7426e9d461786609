"""What must hold for the text of a page before any of its cells runs, and the words for it where it does not.

Its bytes, its front matter, the options of its cells and its title are looked at by the parsers that read them later,
so that what these would stumble over is named here, with its line, and everything at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import yaml
from markdown_it.renderer import RendererHTML
from myst_nb.core.config import NbParserConfig, Section
from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.parsers.mdit import create_md_parser

from .checks import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markdown_it.token import Token
    from myst_parser.config.main import MdParserConfig

    Wrong = Iterator[tuple[int, str]]  # a line, and what is wrong with it

# At these some readers begin a new line and others do not; the last two mark the values of a page while it is read.
_UNREADABLE = re.compile("[\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ue000\ue001]")
_HEADER = (
    *("nocomments", "nosearch", "orphan", "tocdepth"),  # of Sphinx
    *("html_meta", "myst", "substitutions", "title"),  # of MyST
    *("file_format", "jupytext", "kernelspec", "language_info"),  # of notebooks
    *("abstract", "address", "author", "authors", "contact", "copyright", "date", "dedication", "organization"),
    *("revision", "status", "version"),  # of docutils
)
_NAMED = ("html_meta", "jupytext", "kernelspec", "language_info", "myst", "substitutions")  # values that have names
_FREE = ("nocomments", "nosearch", "orphan", "tocdepth")  # values of which anything is true
_OPTIONS = ("mystnb", "tags")
_TAGS = (
    *("figure", "raises-exception", "skip-execution", "output_scroll", "scroll-output", "remove-stderr"),
    *("remove-stdout", "hide-cell", "hide-input", "hide-output"),
    *("remove-cell", "remove-input", "remove-output", "remove_cell", "remove_input", "remove_output"),
)
_CELL = ("{code-cell}", "{raw-cell}")
_TOO_DEEP = "its brackets are nested too deeply"  # how Python words it depends on where it happens
_BROUGHT_IN = re.compile(r"\{(?:include|eval-rst)\}")  # what may have a title


@dataclass(frozen=True)
class Allowed:
    """What a project has besides what Sphinx and MyST-NB know: tags, and front matter that it may or must have."""

    tags: tuple[str, ...]
    header: Mapping[str, bool]


def unsound(data: bytes, name: str, config: MdParserConfig, allowed: Allowed) -> list[Failure]:
    """All that is wrong with the text of a page, before anything in it runs."""
    text, wrong = decoded(data), list(_bytes(data))
    wrong = wrong or [*_parsed(text, config, allowed)]
    lines = ["", *text.split("\n"), ""]
    return [Failure(name, line, lines[min(line, len(lines) - 1)], reason) for line, reason in wrong]


def decoded(data: bytes) -> str:
    """The text of a page; what is no UTF-8 has a mark in its place."""
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def _bytes(data: bytes) -> Wrong:
    for number, line in enumerate(re.split(b"\r\n|\r|\n", data), start=1):
        try:
            found = _UNREADABLE.search(line.decode())
        except UnicodeDecodeError as error:
            because = f"byte {line[error.start]:#04x} in it is no UTF-8"
            yield number, f"Cannot read this line, because {because}. Save the file as UTF-8."
        else:
            if found:
                yield (
                    number,
                    (
                        f"Cannot read this line, because it holds the invisible character U+{ord(found[0]):04X}, "
                        "which programs read in different ways. Take it out."
                    ),
                )


def _parsed(text: str, config: MdParserConfig, allowed: Allowed) -> Wrong:
    parser = create_md_parser(replace(config, disable_syntax=[*config.disable_syntax, "inline"]), RendererHTML)
    tokens = parser.parse(f"{text}\n")
    header = tokens.pop(0) if tokens and tokens[0].type == "front_matter" else None
    if header is None and re.match(r"---+[ \t]*\n", text):
        yield 1, "Cannot read the front matter, because no line of --- ends it. Write one below it."
    else:
        yield from _header(header.content if header else "", allowed.header, header=header is not None)
    level = 0
    for token in tokens:
        level += token.nesting
        if level == 0 and (token.type == "myst_block_break" or token.info.startswith(_CELL)):
            yield from _options(token, text, config, (*_TAGS, *allowed.tags))
    if not any(map(_is_title, tokens, [*tokens[1:], None])):
        yield 1, "Cannot publish a page without a title, because menus and links need one. Write # and a title."


def _header(content: str, allowed: Mapping[str, bool], *, header: bool) -> Wrong:
    """Look at the front matter, whose first line is the page's second one."""
    try:
        tree, values = yaml.compose(content, Loader=yaml.SafeLoader), yaml.safe_load(content)
    except yaml.MarkedYAMLError as error:
        line = 2 + error.problem_mark.line if error.problem_mark else 1
        yield line, _no_yaml("front matter", error.problem)
        return
    except Exception as error:  # noqa: BLE001  of any kind: YAML's own constructors raise what they meet
        problem = _TOO_DEEP if isinstance(error, RecursionError) else str(error) or type(error).__name__
        yield 1, _no_yaml("front matter", problem)
        return
    if not isinstance(values, dict) and (values is not None or header):
        yield 2, f"Cannot use {values!r} as front matter, because it has no names. Write `name: text`, a line each."
        return
    yield from _names([] if tree is None else tree.value, values or {}, allowed)


def _no_yaml(what: str, problem: str | None) -> str:
    return f"Cannot read this {what}, because it is no YAML: {problem}. Put text that holds : or # in quotation marks."


def _names(
    pairs: Iterable[tuple[yaml.Node, yaml.Node]], values: dict[object, object], allowed: Mapping[str, bool]
) -> Wrong:
    lines: dict[str, int] = {}
    known = (*_HEADER, *allowed)
    for key, _ in pairs:
        name, line = str(key.value), 2 + key.start_mark.line
        if name in lines:
            yield line, f"Cannot use {name!r} twice, because only one of them counts. Take one out."
        elif name not in known:
            yield line, _unknown("the front matter", name, known)
        elif name in _NAMED and not isinstance(values.get(name), dict):
            yield line, f"Cannot use {values.get(name)!r} as {name!r}, because it has no names. Write `name: value`."
        elif name not in (*_NAMED, *_FREE) and not (isinstance(value := values.get(name), str) and value.strip()):
            yield (
                line,
                f"Cannot use {values.get(name)!r} as {name!r}, because it is no text. Put it in quotation marks.",
            )
        lines[name] = line
    for name in (name for name, always in allowed.items() if always and name not in lines):
        instead = f"Write `{name}: …` in its front matter."
        yield 1, f"Cannot publish a page without {name!r}, because every page has one. {instead}"


def _unknown(where: str, name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    instead = f"Did you mean {near[0]!r}?" if near else f"Known are {', '.join(sorted(known))}."
    return f"Cannot use {name!r} in {where}, because nothing is known by that name. {instead}"


def _options(token: Token, text: str, config: MdParserConfig, tags: tuple[str, ...]) -> Wrong:
    """Look at the options of one cell, which is read by itself as it will be read in its page."""
    first, last = token.map or [0, 0]
    lines = text.split("\n")[first:last]
    if token.type == "myst_block_break":
        lines.append("text")  # a cell of prose begins here
    yield from _once(lines, first)
    language = token.info.partition("}")[2].strip()
    if language not in ("", "python", "python3", "ipython", "ipython3"):
        yield first + 1, f"Cannot run a cell in {language!r}, because pages run in Python. Write {{code-cell}} alone."
    try:
        [cell] = read_myst_markdown_notebook("\n".join(lines), config).cells
    except Exception as error:  # noqa: BLE001  of any kind: the parser of options lets some through
        because = _problem(str(error)) or type(error).__name__
        yield (
            first + 1,
            f"Cannot read the options of this cell, because {because}. Write them as `:tags: [hide-input]`.",
        )
        return
    for word, wrong in (*_named_wrongly(cell.metadata, tags), *_set_wrongly(cell.metadata.get("mystnb", {}))):
        yield 1 + first + next((at for at, line in enumerate(lines) if word in line), 0), wrong


def _named_wrongly(options: Mapping[str, Any], tags: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Which names of options, and which tags, are known to nobody, and what is said of them."""
    yield from ((name, _unknown("the options of a cell", name, _OPTIONS)) for name in options if name not in _OPTIONS)
    yield from ((tag, _unknown("the tags of a cell", tag, tags)) for tag in options.get("tags", []) if tag not in tags)


def _set_wrongly(settings: object) -> Iterator[tuple[str, str]]:
    """Which options are none of MyST-NB's for a cell, or have a value that it cannot use."""
    if not isinstance(settings, dict):
        yield "mystnb", f"Cannot use {settings!r} as 'mystnb', because it has no names. Write `name: value` below it."
        return
    fields = [field for field in NbParserConfig.get_fields() if Section.cell_lvl in field.metadata.get("sections", ())]
    known = {str(field.metadata.get("cell_key", field.name)): field.name for field in fields}
    for name, value in settings.items():
        if name not in known:
            yield str(name), _unknown("mystnb", str(name), known)
        elif because := _unfit(known[name], settings):
            yield name, f"Cannot use {value!r} as {name!r}, because {because}. Write what MyST-NB knows there."


def _unfit(field: str, settings: dict[str, object]) -> str:
    """What MyST-NB says of the value of an option, where it cannot use it."""
    said: list[str] = []
    NbParserConfig().get_cell_level_config(field, {"mystnb": settings}, lambda text, _: said.append(text))
    return said[0].removeprefix("Cell metadata invalid: ") if said else ""


def _once(lines: list[str], first: int) -> Wrong:
    """Look for options that are given twice, of which only the last would count."""
    seen = set[str]()
    for at, line in enumerate(lines[1:], start=2):
        option = re.match(r":([\w-]+):", line)
        if option is None:
            return
        if option[1] in seen:
            yield first + at, f"Cannot use the option {option[1]!r} twice, because only the last counts. Take one out."
        seen.add(option[1])


def _problem(said: str) -> str:
    """What MyST-NB or the schema of notebooks says of options, without what is of use to its programmers alone."""
    warning = re.search(r"ParseWarnings\(msg=(['\"])(.*?)\1", said)
    return warning[2] if warning else said.partition("could not be read: ")[2] or said.split("\n", 1)[0]


def _is_title(token: Token, following: Token | None) -> bool:
    """Whether it begins a heading with text in it, or brings in what may hold one."""
    if token.type == "heading_open" and token.level == 0:
        return following is not None and bool(following.content.strip())
    return token.type in {"fence", "colon_fence"} and bool(_BROUGHT_IN.match(token.info.strip()))
