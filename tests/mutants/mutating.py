"""The mutants of a module: small changes, each of which should make a test fail.

The operators are cosmic-ray's, three of our own for the table of rules, and one for what is caught: cosmic-ray's own
ends with an error at a dotted name, as in `except csv.Error`. What is left out by principle:

- what is no part of what the module computes: annotations, decorators, what type checkers alone read, `__slots__`
  and docstrings;
- what is checked or told apart for readers alone: `strict=` of zip, and the marks `*` and `/` in a signature;
- an index 0 that becomes -1, which is the same place in a tuple of one: it becomes 1;
- a replacement of one operator by any other: each has one or two that look like it, and no bit is shifted here;
- what is the same by definition, such as `+x` for `-x` beside `x` for `-x`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tests.mutants.trying import Mutant

CORE = (
    *("Add_Sub", "Add_Mul", "Sub_Add", "Sub_Mul", "Mul_Div", "Mul_Add", "Div_Mul", "Div_Sub", "Pow_Mul", "Pow_Div"),
    *("BitOr_BitAnd", "BitAnd_BitOr", "Mod_Mul", "FloorDiv_Mul"),
)
COMPARISONS = (
    *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
    *("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt"),
)
OTHERS = (
    *("ReplaceUnaryOperator_Delete_USub", "ReplaceUnaryOperator_Delete_Not", "AddNot"),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
    *("NumberReplacer", "ZeroIterationForLoop"),
)
NAMES = (
    *(f"ReplaceBinaryOperator_{pair}" for pair in CORE),
    *(f"ReplaceComparisonOperator_{pair}" for pair in COMPARISONS),
    *OTHERS,
)

Span = tuple[tuple[int, int], tuple[int, int]]


def _rule_above(node: Any) -> Any:
    while node is not None and not _is_rule(node):
        node = node.parent
    return node


def _is_rule(node: Any) -> bool:
    return node.type in ("atom_expr", "power") and node.children[0].type == "name" and node.children[0].value == "Rule"


class RemoveRow:
    """An operator that takes a row out of a table."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Each call of Rule in a list of arguments."""
        if _is_rule(node) and node.parent.type == "arglist":
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, _index: int) -> Any:
        """Put nothing in its place."""
        from parso.python.tree import Name

        leaf = node.get_first_leaf()
        return Name("*()", leaf.start_pos, leaf.prefix)


class ReplaceLetter:
    """An operator that takes one letter for another: u for v, v for u, x for g."""

    OTHER = {"u": "v", "v": "u", "g": "x"}  # noqa: RUF012  never changed

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Each such letter in a row, unless it would only be renamed: it stands there once, and the other nowhere."""
        if node.type == "name" and node.value in self.OTHER and (rule := _rule_above(node)):
            letters = re.findall(r"\w+", rule.get_code())
            if letters.count(node.value) > 1 or self.OTHER[node.value] in letters:
                yield node.start_pos, node.end_pos

    def mutate(self, node: Any, _index: int) -> Any:
        """Write the other letter."""
        node.value = self.OTHER[node.value]
        return node


class ReplaceFunction:
    """An operator that takes one function for another: the exponential for each, the sine for the exponential."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Each function of the table of functions that is called in a row."""
        if node.type == "name" and _rule_above(node) and node.value not in {"Rule", "D", "f"}:
            follower = node.get_next_leaf()
            if follower is not None and follower.value == "(":
                yield node.start_pos, node.end_pos

    def mutate(self, node: Any, _index: int) -> Any:
        """Write the other function."""
        node.value = "sin" if node.value == "exp" else "exp"
        return node


class CatchNothing:
    """An operator that takes an error, dotted or not, out of those that are caught."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        """Each error in a clause, alone or in a tuple."""
        if node.type in {"name", "atom_expr", "power"} and node.parent is not None:
            several = node.parent.type == "testlist_comp"
            inside = node.parent.parent if several else node
            if inside.parent.type == "except_clause" and inside.parent.children[1] is inside:
                yield node.start_pos, node.end_pos

    def mutate(self, node: Any, _index: int) -> Any:
        """Put nothing in its place."""
        from parso.python.tree import Name

        leaf = node.get_first_leaf()
        return Name("*()" if node.parent.type == "testlist_comp" else "()", leaf.start_pos, leaf.prefix)


class Place(NamedTuple):
    """Where an operator changes something: its which occurrence that is, and where it stands."""

    operator: str
    occurrence: int
    start: tuple[int, int]


def operators() -> dict[str, Any]:
    """Return every operator by its name."""
    from cosmic_ray.plugins import get_operator

    ours = {operator.__name__: operator() for operator in (RemoveRow, ReplaceLetter, ReplaceFunction, CatchNothing)}
    return {name: get_operator(f"core/{name}")() for name in NAMES} | ours


def places(source: str) -> list[Place]:
    """List where each operator changes a source, without what is left out; two of them may make the same mutant."""
    from cosmic_ray.ast import ast_nodes, get_ast

    left_out, nodes, found = _left_out(source), list(ast_nodes(get_ast(source))), list[Place]()
    for name, operator in operators().items():
        everywhere = [(node, start) for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, (node, start) in enumerate(everywhere):
            if not (_marks_signature(node) or any(first <= start < last for first, last in left_out)):
                found.append(Place(name, occurrence, start))
    return found


def mutants(module: str, source: str, chosen: Iterable[Place] | None = None) -> Iterator[Mutant]:
    """Make the mutants of a module, each once: those of some places, or all."""
    from cosmic_ray.mutating import mutate_code

    by_name, seen, lines = operators(), {source}, source.splitlines()
    for name, occurrence, start in places(source) if chosen is None else chosen:
        text = mutate_code(source, by_name[name], occurrence)
        if text is None or text in seen or _last_for_first(text, start) or not _compiles(text):
            continue
        seen.add(text)
        line = next(i for i, pair in enumerate(zip(lines, text.splitlines(), strict=False)) if pair[0] != pair[1])
        yield Mutant(module, line + 1, name, lines[line].strip(), text.splitlines()[line].strip(), text)


def _marks_signature(node: Any) -> bool:
    return node.type == "operator" and node.parent.type in {"parameters", "lambdef"}


def _last_for_first(text: str, start: tuple[int, int]) -> bool:
    row, column = start
    return text.splitlines()[row - 1][column - 1 :].startswith("[ -1]")


def _compiles(text: str) -> bool:
    try:
        compile(text, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True


def _left_out(source: str) -> list[Span]:
    """List where nothing is changed."""
    return [_span(part) for node in ast.walk(ast.parse(source)) for part in _parts_left_out(node)]


def _parts_left_out(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            yield from node.decorator_list
            if isinstance(node, ast.FunctionDef) and node.returns:
                yield node.returns
        case ast.arg(annotation=annotation) if annotation:
            yield annotation
        case ast.AnnAssign():
            yield node.annotation
        case ast.keyword(arg="strict"):
            yield node
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            yield node
        case ast.Assign(targets=[ast.Name("__slots__" | "__all__" | "TYPE_CHECKING")]):
            yield node


def _span(node: Any) -> Span:
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
