"""The bar on stderr: when it is there, when not, and that it never stays behind."""

import io
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from gdmath import InputError, Neuron, gradient_descent, symbols
from gdmath.descent import DivergenceError, progress

w = symbols("w")
PARABOLA = (w - 3) ** 2
OPTIONS: dict[str, Any] = {"learning_rate": 0.001, "max_steps": 50, "tolerance": 0}


class Terminal(io.StringIO):
    """A stderr that somebody looks at."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


def terminal_in(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of stderr; not in a fixture, after which pytest would put its own there."""
    made = Terminal()
    monkeypatch.setattr(sys, "stderr", made)
    return made


def open_bars() -> int:
    """Count the bars that are not closed."""
    from tqdm import tqdm

    return len(getattr(tqdm, "_instances", ()))


def test_a_long_descent_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its patience is over, a descent shows how many of its steps are done, and clears the line at its end."""
    terminal = terminal_in(monkeypatch)
    clock = iter(np.arange(0.0, 100.0, 0.1))
    monkeypatch.setattr(progress, "monotonic", lambda: float(next(clock)))
    history = gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS)
    shown = terminal.getvalue()
    assert history.steps == 50
    assert "gradient descent:" in shown
    # The clock gives a tenth of a second for each step: the bar starts after ten of them.
    assert "| 9/50 [" in shown
    assert shown.endswith("\r")
    assert open_bars() == 0


def test_a_short_descent_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A descent that ends within a second prints nothing, even on a terminal."""
    terminal = terminal_in(monkeypatch)
    gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS)
    assert not terminal.getvalue()


def test_nobody_is_shown_a_bar_where_nobody_looks(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where stderr is no terminal, even a long descent prints nothing."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS)
    assert capfd.readouterr() == ("", "")


def test_a_bar_can_be_had_and_can_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """progress=True shows one at once wherever stderr leads; progress=False never does."""
    terminal = terminal_in(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS, progress=False)
    assert not terminal.getvalue()
    for stderr in (terminal, io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stderr)
        gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS, progress=True)
        assert "| 0/50 [" in stderr.getvalue()


def test_the_steps_are_the_same_with_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar changes nothing about the descent, batches included."""
    terminal = terminal_in(monkeypatch)
    rows, labels = np.array([[0.5], [1.5], [2.5]]), np.array([0.0, 1.0, 0.0])
    plain: dict[str, Any] = {}
    for options in (plain, {"batch_size": 2, "seed": 5}):
        with_bar, without = (
            gradient_descent(Neuron([1.0], 0.0), rows, labels, **OPTIONS, **options, progress=bar)
            for bar in (True, False)
        )
        assert with_bar.parameters.tobytes() == without.parameters.tobytes()
        assert with_bar.reason == without.reason
    assert "gradient descent" in terminal.getvalue()


def test_a_divergence_closes_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar is gone before the error is raised."""
    terminal = terminal_in(monkeypatch)
    with pytest.raises(DivergenceError):
        gradient_descent(PARABOLA, {w: 0.0}, learning_rate=1.5, progress=True)
    assert open_bars() == 0
    assert terminal.getvalue().endswith("\r")


def test_an_error_in_the_callback_closes_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a callback raises comes through, and the bar is closed, while the error is still looked at."""
    terminal = terminal_in(monkeypatch)

    def callback(step: int, *_: Any) -> None:
        if step == 5:
            assert open_bars() == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS, progress=True, callback=callback)
    assert caught.tb is not None
    assert open_bars() == 0
    assert terminal.getvalue().endswith("\r")


def test_an_interrupt_closes_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """After Ctrl-C the bar is gone as well."""
    terminal = terminal_in(monkeypatch)

    def callback(step: int, *_: Any) -> None:
        if step == 5:
            raise KeyboardInterrupt

    assert gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS, progress=True, callback=callback).steps == 5
    assert open_bars() == 0
    assert terminal.getvalue().endswith("\r")


def test_no_stderr_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without a console has no stderr at all, and descends nevertheless."""
    monkeypatch.setattr(sys, "stderr", None)
    for bar in (None, True):
        assert gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS, progress=bar).steps == 50


def test_without_tqdm_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where tqdm is not installed, as in the browser, a descent goes on without a bar."""
    terminal = terminal_in(monkeypatch)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS, progress=True).steps == 50
    assert not terminal.getvalue()


def test_tqdm_is_imported_only_for_a_bar() -> None:
    """A descent without a bar does not load tqdm."""
    code = (
        "import sys; from gdmath import gradient_descent, symbols; w = symbols('w')\n"
        "sys.stderr.isatty = lambda: True\n"
        "gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25)\n"
        "print('tqdm' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False\n", "")


@pytest.mark.parametrize("value", ["yes", 1, 0.5])
def test_progress_is_yes_no_or_left_out(value: Any) -> None:
    """Anything else than True, False and None is refused."""
    with pytest.raises(InputError) as error:
        gradient_descent(PARABOLA, {w: 0.0}, **OPTIONS, progress=value)
    assert str(error.value) == (
        f"Cannot descend with progress={value!r}, because a bar is shown or not. "
        "Pass True, False, or None for long runs."
    )
