"""What a cell asks of the clock, of the machine or of chance is noted with its line, whatever the cell calls it."""

import ast
import builtins
import random
from collections.abc import Iterator

import numpy as np
import pytest

from fresh.recorder import CALL, Marks, Recorder

TIME, DURATION, MACHINE, CHANCE = "another time", "another duration", "another machine", "another chance"
ASKS = [
    ("import time\ntime.time()", 2, "time", TIME),
    ("from time import time as now\n\nx = [now() for _ in range(2)]", 3, "time", TIME),
    ("import time\ntime.strftime('%H')", 2, "strftime", TIME),
    ("import time\ntime.localtime(None)", 2, "localtime", TIME),
    ("import time\nf'{time.ctime()}'", 2, "ctime", TIME),
    ("import datetime\ndatetime.datetime.now()", 2, "now", TIME),
    ("from datetime import date\ndate.today()", 2, "today", TIME),
    ("import pandas as pd\npd.Timestamp.now()", 2, "now", TIME),
    ("import time\n\n\ndef f():\n    return time.perf_counter()\n\n\nf()", 5, "perf_counter", DURATION),
    (
        "import time\ntry:\n    time.monotonic()\n    1 / 0\nexcept ZeroDivisionError:\n    pass",
        3,
        "monotonic",
        DURATION,
    ),
    ("import time\nt = time.time\n\nt()", 4, "time", TIME),
    ("import time\ngetattr(time, 'time')()", 2, "time", TIME),
    ("import numpy as np\nnp.datetime64('now')", 2, "datetime64", TIME),
    ("import pandas as pd\npd.Timestamp('now')", 2, "Timestamp", TIME),
    ("import socket\nsocket.gethostname()", 2, "gethostname", MACHINE),
    ("import platform\nplatform.node()", 2, "node", MACHINE),
    ("import getpass\ngetpass.getuser()", 2, "getuser", MACHINE),
    ("import os\nos.getpid()", 2, "getpid", MACHINE),
    ("from pathlib import Path\nPath.home()", 2, "home", MACHINE),
    ("import os\nos.path.expanduser('~')", 2, "expanduser", MACHINE),
    ("import os\nos.urandom(2)", 2, "urandom", CHANCE),
    ("import uuid\nuuid.uuid4()", 2, "uuid4", CHANCE),
    ("import secrets\nsecrets.token_hex(2)", 2, "token_hex", CHANCE),
    ("import secrets\nsecrets.choice([1, 2])", 2, "choice", CHANCE),
]
UNSEEDED = [
    ("import random\nrandom.random()", 2, "random"),
    ("from random import randint as r\nr(1, 6)", 2, "random"),
    ("import random\nx = list('abc')\nrandom.shuffle(x)", 3, "random"),
    ("import random\nlist(map(lambda _: random.gauss(0, 1), 'ab'))", 2, "random"),
    ("import random\nlist(map(random.uniform, [1], [2]))", 1, "random"),  # no call of it stands there
    ("import numpy as np\nnp.random.rand(2)", 2, "numpy.random"),
    ("import random\nr = random.random\nr()", 3, "random"),
    ("import random\ngetattr(random, 'betavariate')(1, 1)", 2, "random"),
    ("import pandas as pd\npd.Series([1, 2]).sample()", 2, "numpy.random"),
    ("import random\nimport numpy as np\nrandom.seed(0)\nnp.random.rand()", 4, "numpy.random"),
]
GENERATORS = [
    ("import numpy as np\nnp.random.default_rng()", "default_rng"),
    ("from numpy.random import default_rng as rng\nrng(seed=None)", "default_rng"),
    ("import numpy as np\nnp.random.RandomState()", "RandomState"),
    ("import random\nrandom.Random()", "Random"),
    ("import numpy as np\nnp.random.seed(None)", "seed"),
    ("import torch\ntorch.seed()", "seed"),
    ("from numpy.random import SFC64\nSFC64()", "SFC64"),
    ("import random\nrandom.SystemRandom()", "SystemRandom"),
]
RIGHT = [
    "import random\nrandom.seed(0)\nrandom.random()",
    "import numpy as np\nnp.random.seed(1)\nnp.random.rand()\nnp.random.seed(0)",
    "import numpy as np\nrng = np.random.default_rng(0)\nrng.normal(), rng.permutation(3), rng.choice(3)",
    "import random\nrandom.Random(0).random()",
    "import time\ntime.strftime('%Y', time.gmtime(0)), time.localtime(0)",
    "import datetime\ndatetime.datetime(2024, 1, 1), datetime.date.fromisoformat('2024-01-01')",
    "def time():\n    return 1\n\n\ntime()",
    "class Walk:\n    def sample(self, *, seed=0):\n        return super().__init__()\n\n\nWalk().sample(seed=1)",
    "import pandas as pd\npd.Series([1, 2]).sample(random_state=0)",
    "uniform = max\nuniform(*[1, 2], **{})",
    "import random\ns = random.seed\ns(0)\nrandom.random()",
    "import random\nfor f in (random.seed, print):\n    f(0)\nrandom.random()",
    "import random\nrandom.setstate(random.Random(0).getstate())\nrandom.random()",
    "def choice(function, line):\n    return function\n\n\nchoice(function=1, line=2)",
    "import sys\n\n\ndef f():\n    return sys._getframe(1).f_code.co_name\n\n\nassert f() == '<module>'",
    "class A:\n    def f(self):\n        return super().__hash__()\n\n\nassert A().f()",
    "def f():\n    x = 1\n    return locals()\n\n\nassert f() == {'x': 1}",
    "import os\nos.path.expanduser('x')",
    "from pathlib import Path\nPath('x').expanduser()",
    "import numpy as np\nnp.datetime64('2024-01-01')",
    "import platform\nplatform.python_version()",
]


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """One that has begun, among generators that give what they gave before when it has ended."""
    states = random.getstate(), np.random.get_state()  # noqa: NPY002  the old ones are what is recorded
    begun = Recorder()
    setattr(builtins, CALL, begun.shown)
    yield begun
    delattr(builtins, CALL)
    random.setstate(states[0])
    np.random.set_state(states[1])  # noqa: NPY002  as above


def found(recorder: Recorder, source: str) -> list[tuple[int, str]]:
    """Run a cell, and give what was noted."""
    exec(compile(Marks().visit(ast.parse(source)), "cell", "exec"), {"__name__": "__main__"})
    return recorder.ended()


@pytest.mark.parametrize(("source", "line", "name", "kind"), ASKS)
def test_what_is_asked_is_noted(recorder: Recorder, source: str, line: int, name: str, kind: str) -> None:
    """By the function itself and not by its name, once for each line."""
    because = f"because it is {kind} on every build. Show nothing of it, or write down what it was."
    assert found(recorder, source) == [(line, f"Cannot show what {name}() gives, {because}")]
    assert recorder.ended() == []


@pytest.mark.parametrize(("source", "line", "generator"), UNSEEDED)
def test_a_shared_generator_without_a_seed_is_noted(recorder: Recorder, source: str, line: int, generator: str) -> None:
    """Whoever draws from it, with the way to seed it."""
    because = "because nobody seeded it, and it draws other numbers on every build"
    said = f"Cannot use the generator of {generator}, {because}. Write {generator}.seed(0) before."
    assert found(recorder, source) == [(line, said)]


@pytest.mark.parametrize(("source", "name"), GENERATORS)
def test_a_generator_of_ones_own_without_a_seed_is_noted(recorder: Recorder, source: str, name: str) -> None:
    """None is no seed either."""
    because = "because it draws other numbers on every build"
    assert found(recorder, source) == [(2, f"Cannot use {name}() without a seed, {because}. Write {name}(0).")]


@pytest.mark.parametrize("source", RIGHT)
def test_what_is_the_same_on_every_build_is_not_noted(recorder: Recorder, source: str) -> None:
    """What is seeded, what was given, and what only has such a name."""
    assert found(recorder, source) == []


def test_a_seed_holds_for_the_cells_that_follow(recorder: Recorder) -> None:
    """For that generator alone."""
    assert found(recorder, "import random\nrandom.seed(0)") == []
    assert found(recorder, "import random\nrandom.random()") == []
    assert len(found(recorder, "import numpy as np\nnp.random.rand()")) == 1


def test_all_lines_are_noted(recorder: Recorder) -> None:
    """At once, in their order."""
    lines = [line for line, _ in found(recorder, "import time, os\ntime.time()\nos.getpid()\ntime.time_ns()")]
    assert lines == [2, 3, 4]
