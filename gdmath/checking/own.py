"""A gradient of your own beside the slopes that are measured: of any function of a number, an array or a tensor."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdmath.alone import installed
from gdmath.checking.given import Cost, entry
from gdmath.checking.slips import Sample, slip
from gdmath.checking.witnesses import AUTOGRAD, ERROR, LIBRARY, Witnesses
from gdmath.errors import GdmathError, InputError, WitnessError
from gdmath.expression import Expr

ROOM = 3  # how many times the estimate of the error may be used up
YOURS, MEASURED = "your gradient", "central difference"


def check_own(function: Any, at: Any, gradient: Any, name: str) -> Witnesses:
    """Compare a gradient with the measured slopes of a function, entry by entry; see `check_gradient`."""
    if not callable(function) or isinstance(function, Expr):
        raise InputError(
            f"measure the slopes of {function!r:.80}",
            "it is no function of a point",
            "Leave out gradient= for an expression or a neuron; a number to compare is given as shown=",
        )
    cost = Cost(function, at)
    here, steep = _sample(cost, gradient)
    if (wrong := ~(np.abs(here.yours - here.slopes) <= here.errors)).any():
        raise _disagreement(cost, here, wrong, _explained(cost, here, gradient))
    _require_sharp(cost, here, steep)
    point = repr(here.point.tolist()).replace("-", "\u2212")
    place = f"at w = {point}" if len(point) < 60 else f"at a point of shape {here.point.shape}"
    return Witnesses(_rows(cost, here, name), place, [] if installed(LIBRARY[AUTOGRAD]) else [AUTOGRAD])


def _sample(cost: Cost, gradient: Any) -> tuple[Sample, Any]:
    yours, fine = cost.gradient(gradient)
    found = [cost.slope(place) for place in range(yours.size)]
    slopes, errors, steep = (
        np.array([getattr(each, name) for each in found]).reshape(yours.shape) for name in ("slope", "error", "steep")
    )
    errors = ROOM * errors + 4 * fine * np.abs(slopes).max()
    return Sample(cost.point, yours, slopes, errors), np.maximum(steep, np.abs(slopes))


def _explained(cost: Cost, here: Sample, gradient: Any) -> str:
    """The slip that explains what is wrong, at another point as well where the gradient is a function."""
    samples = [here]
    if callable(gradient):
        aside = 1 + 0.05 * (1 + np.arange(here.point.size) % 5).reshape(here.point.shape)
        try:
            samples.append(_sample(Cost(cost.function, cost.hand(here.point * aside)), gradient)[0])
        except GdmathError:  # there is no value there
            samples = [here]
    return slip(samples) if all(np.isfinite(each.yours).all() and each.slopes.any() for each in samples) else ""


def _disagreement(cost: Cost, here: Sample, wrong: Any, known: str) -> WitnessError:
    places = np.flatnonzero(wrong)
    yours, slope, error = (float(values.flat[places[0]]) for values in here[1:])
    others = f"; {len(places):,d} of {wrong.size:,d} entries differ" * (wrong.size > 1)
    named = [entry(int(place), wrong.shape) for place in places]
    return WitnessError(
        f"trust this gradient of {cost.name}",
        f"for {named[0]} it gives {yours:.10g}, and the measured slope is {slope:.10g} ± {error:.0e}{others}",
        known or f"Look at {', '.join(named[:5])}{', …' * (len(named) > 5)}",
    )


def _require_sharp(cost: Cost, here: Sample, steep: Any) -> None:
    """Refuse to say yes where the measurement is too coarse to have said no."""
    unclear = (here.errors > np.maximum(0.1 * steep, 0.01 * steep.max())) & (here.yours != here.slopes)
    if unclear.any():
        place = int(np.flatnonzero(unclear)[0])
        yours, slope, error = (float(values.flat[place]) for values in here[1:])
        raise InputError(
            f"tell whether {yours:.10g} is the slope of {cost.name} for {entry(place, unclear.shape)}",
            f"it can be measured as {slope:.4g} ± {error:.0e} only",
            "Look whether the cost jumps there; or compute it in float64, with no noise and no large constant in it",
        )


def _rows(cost: Cost, here: Sample, name: str) -> dict[str, dict[str, float]]:
    by_torch = cost.autograd()
    agrees = by_torch is not None and bool((np.abs(by_torch - here.slopes) <= here.errors).all())
    columns = {YOURS: here.yours, MEASURED: here.slopes, ERROR: here.errors}
    if agrees:  # a function may leave torch on the way, and what autograd follows is then not all of it
        columns = {YOURS: here.yours, AUTOGRAD: by_torch, MEASURED: here.slopes, ERROR: here.errors}
    d = "∂" if here.point.size > 1 else "d"
    return {
        f"{d}{name}/{d}{entry(place, here.point.shape)}": {
            witness: float(values.flat[place]) + 0.0 for witness, values in columns.items()
        }
        for place in range(here.point.size)
    }
