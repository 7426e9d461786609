#!/usr/bin/env bash
# matplotlib 3.11.2: a figure whose layout engine was taken away by "none" is drawn twice by savefig, and once if by None.
# "none" leaves a placeholder in the place of the engine, for which savefig makes room by a drawing that nobody sees; a
# hundred frames of a moving figure then take as long as two hundred.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check matplotlib==3.11.2 numpy==2.4.6
MPLBACKEND=agg "$place/bin/python" -W error - <<'END'
import io

import matplotlib
from matplotlib.figure import Figure
from matplotlib.lines import Line2D


class Counted(Line2D):
    """A line that counts how often it is drawn."""

    times = 0

    def draw(self, renderer):
        self.times += 1
        super().draw(renderer)


def drawn(taken_away):
    figure = Figure(layout="constrained")
    line = figure.subplots().add_line(Counted([0, 1], [0, 1]))
    figure.set_layout_engine(taken_away)
    figure.savefig(io.StringIO(), format="svg")
    return line.times, figure.get_layout_engine()


(by_word, placeholder), (by_none, nothing) = drawn("none"), drawn(None)
assert (by_word, by_none) == (2, 1), (by_word, by_none)
assert (type(placeholder).__name__, nothing) == ("PlaceHolderLayoutEngine", None), (placeholder, nothing)
print(f"matplotlib {matplotlib.__version__}: without its layout engine a line is drawn {by_word} times by 'none', {by_none} time by None")
END
