"""Limits in the place of each nan and infinity of a result: of arrays, of tensors, of plain numbers; see limits.py."""

from __future__ import annotations

import math

from gdmath.arithmetic import arrays
from gdmath.numeric.limits import SplitError, limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from gdmath.expression import Expr


def limits(parts: Sequence[Expr], point: Mapping[str, Any]) -> Any:
    """The limit for each entry of arrays of one length, with plain numbers beside them; nan where none is known."""
    import numpy as np

    try:
        with np.errstate(all="ignore"):
            return limit(parts, point, arrays())
    except SplitError as split:
        [first] = split.args
    found = np.empty(len(first))
    for lot in (first, ~first):
        found[lot] = limits(parts, {name: value[lot] if np.ndim(value) else value for name, value in point.items()})
    return found


def beside(parts: Sequence[Expr], values: Mapping[str, Any]) -> Any:
    """All of a result by limits, as a part has no value in which there is no array; None where none is known."""
    many = [values[part.args[0]] for part in parts if part.head == "symbol" and hasattr(values[part.args[0]], "shape")]
    found = filled(sum(many) * math.nan, parts, values) if many else limit(parts, values)
    known = found == found  # noqa: PLR0124  for what is no number alone it is not so, in every arithmetic
    return found if (known.any() if many else known) else None


def is_finite(result: Any) -> bool:
    """Whether a result has neither nan nor infinity, or nobody may look: asked at every call, in the quickest way."""
    if isinstance(result, float):
        return math.isfinite(result)
    if not hasattr(result, "detach"):
        return 0 not in arrays().isfinite(result).tobytes()
    try:
        return math.isfinite(result.detach().sum())  # a sum that overflows is looked at again
    except RuntimeError:  # inside vmap
        return True


def filled(result: Any, parts: Sequence[Expr], values: Mapping[str, Any]) -> Any:
    """A result with a limit in the place of each nan and infinity that has one; of arrays, or of tensors."""
    if not hasattr(result, "detach"):
        return _filled_array(result, parts, values) if hasattr(result, "shape") else result
    try:
        return _filled_tensor(result, parts, values)
    except RuntimeError:  # inside torch.func.grad, whose tensors have no numbers yet
        return result


def _filled_array(result: Any, parts: Sequence[Expr], values: Mapping[str, Any]) -> Any:
    import numpy as np

    names = {part.args[0] for part in parts if part.head == "symbol"}
    # Where a value is missing so is the result, whatever it would be multiplied by.
    unknown = ~np.isfinite(result) & ~sum((np.isnan(values[name]) for name in names), np.zeros(np.shape(result), bool))
    found = np.full(np.shape(result), math.nan)
    found[unknown] = limits(parts, {name: _entries(values[name], unknown) for name in names})
    return np.where(np.isnan(found), result, found).astype(result.dtype)[()]


def _filled_tensor(result: Any, parts: Sequence[Expr], values: Mapping[str, Any]) -> Any:
    import torch

    doubles = {name: _doubles(value) for name, value in values.items()}
    found = torch.as_tensor(_filled_array(_doubles(result), parts, doubles)).to(result)
    return torch.where(torch.isfinite(result), result, found)


def _doubles(value: Any) -> Any:
    return value.detach().cpu().double().numpy() if hasattr(value, "detach") else value


def _entries(value: Any, wanted: Any) -> Any:
    import numpy as np

    return np.broadcast_to(value, wanted.shape)[wanted].astype(float) if np.ndim(value) else float(value)
