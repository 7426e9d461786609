"""Runs in each kernel: what a cell asks of the clock, of the machine or of chance is told to who executes the page.

Only calls that stand in a cell are looked at, and of those only where the name is one of a few: they are made by way of
`_called`, which knows the function itself, whatever it is named there. Numbers that other libraries draw change the
state of the generators that all share, which is looked at when the cell has ended.
"""

import ast
import builtins
import json
import sys
from collections.abc import Mapping

from IPython import get_ipython

CALL = "__fresh_called__"

# By module and name, with what to do instead.
INSTEAD = "Show nothing of it, or write down what it was"
CHANCE = "another chance"
ASKED = {
    "another time": {
        "time": ("time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime", "process_time"),
        "datetime": ("now", "today", "utcnow"),
    },
    "another duration": {
        "time": ("monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time_ns", "thread_time"),
        "timeit": ("timeit", "repeat", "default_timer"),
    },
    "another machine": {
        "_socket": ("gethostname",),
        "socket": ("gethostname", "getfqdn"),
        "platform": ("node", "uname", "platform", "machine", "processor", "release", "version"),
        "os": ("uname", "getlogin", "getpid", "getppid", "cpu_count", "getcwd"),
        "posix": ("uname", "getlogin", "getpid", "getppid", "cpu_count", "getcwd"),
        "getpass": ("getuser",),
        "pathlib": ("home", "cwd"),
        "posixpath": ("expanduser",),
        "ntpath": ("expanduser",),
    },
    CHANCE: {
        "posix": ("urandom",),
        "nt": ("urandom",),
        "uuid": ("uuid1", "uuid4"),
        "secrets": ("token_bytes", "token_hex", "token_urlsafe", "choice", "randbelow", "randbits"),
    },
}
# These ask nothing where they are given so many arguments.
TOLD = {"asctime": 1, "ctime": 1, "expanduser": 99, "gmtime": 1, "localtime": 1, "strftime": 2}
GENERATORS = ("Random", "RandomState", "SeedSequence", "SystemRandom", "default_rng", "PCG64", "MT19937", "Philox")
DRAWN = (
    *("random", "randint", "randrange", "uniform", "choice", "choices", "sample", "shuffle", "gauss", "normal"),
    *("normalvariate", "rand", "randn", "integers", "permutation", "standard_normal", "random_sample", "seed"),
)
NAMES = {*DRAWN, *GENERATORS, *(name for kinds in ASKED.values() for names in kinds.values() for name in names)}
FRESH = (623, 624)  # the places in the numbers of a Mersenne Twister from which none was drawn, by chance and by seed


class Marks(ast.NodeTransformer):
    """Has each call that may ask for such a thing made by `_called`."""

    def __init__(self) -> None:
        self.names = set(NAMES)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        """Learn by what other name a function is called here."""
        self.names.update(alias.asname for alias in node.names if alias.asname and alias.name in self.names)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Put the call itself into the hands of `_called`."""
        self.generic_visit(node)
        name = getattr(node.func, "attr", getattr(node.func, "id", None))
        if name not in self.names:
            return node
        first = ast.Name(CALL, ast.Load())
        made = ast.Call(first, [ast.Constant(node.lineno), node.func, *node.args], node.keywords)
        return ast.fix_missing_locations(ast.copy_location(made, node))


class Recorder:
    """What the cell that is running has asked for, and what is known of the generators that all share."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, str], None] = {}
        self.seeded: set[str] = set()
        self.begins()

    def begins(self) -> None:
        """Say that a cell begins: what Jupyter drew before is no concern of a page."""
        self.states = self.now()

    def now(self) -> dict[str, tuple[object, ...]]:
        """The states of the shared generators; the third of each is its place in its numbers."""
        states: dict[str, tuple[object, ...]] = {}
        if "random" in sys.modules:
            version, numbers, gauss = sys.modules["random"].getstate()
            states["random"] = version, numbers[:-1], numbers[-1], gauss
        if "numpy.random" in sys.modules:
            kind, numbers, place, *rest = sys.modules["numpy.random"].get_state()
            states["numpy.random"] = kind, numbers.tobytes(), place, *rest
        return states

    def called(self, line: int, function: object, *args: object, **kwargs: object) -> object:
        """Call a function, and note what it asked for."""
        before = self.now()
        try:
            return function(*args, **kwargs)  # type: ignore[operator]  # whatever stood before the brackets
        finally:
            self._note(line, function, before, [*args, *kwargs.values()])

    def _note(self, line: int, function: object, before: Mapping[str, tuple[object, ...]], given: list[object]) -> None:
        name, chosen = getattr(function, "__name__", ""), any(arg is not None for arg in given)
        if (kind := _asked(function, name)) and sum(arg is not None for arg in given) < TOLD.get(name, 99):
            self.found[line, f"Cannot show what {name}() gives, because it is {kind} on every build. {INSTEAD}."] = None
        elif name in GENERATORS and not chosen and "random" in str(getattr(function, "__module__", "")):
            because = "because it draws other numbers on every build"
            self.found[line, f"Cannot use {name}() without a seed, {because}. Write {name}(0)."] = None
        changed = self.changed(before)
        if name == "seed":
            self.seeded = self.seeded | changed if chosen else self.seeded - changed
        else:
            self._drawn(line, changed)
        self.begins()

    def changed(self, before: Mapping[str, tuple[object, ...]]) -> set[str]:
        """The shared generators whose state is another than it was; one that is new has given no number yet."""
        return {
            name
            for name, state in self.now().items()
            if (state != before[name] if name in before else state[2] not in FRESH)
        }

    def _drawn(self, line: int, generators: set[str]) -> None:
        for generator in sorted(generators - self.seeded):
            because = "because nobody seeded it, and it draws other numbers on every build"
            self.found[
                line, f"Cannot use the generator of {generator}, {because}. Write {generator}.seed(0) before."
            ] = None

    def ended(self) -> list[tuple[int, str]]:
        """What a cell asked for, which has ended: a line of it, and what to say."""
        if not self.found:
            self._drawn(1, self.changed(self.states))
        self.begins()
        found, self.found = list(self.found), {}
        return found


def _asked(function: object, name: str) -> str | None:
    """What a function asks for, if it does."""
    own = getattr(function, "__self__", None)
    if isinstance(own, type):  # a method of a class, as datetime.now
        modules = {str(getattr(kind, "__module__", "")) for kind in own.__mro__}
    elif type(own).__name__ == "SystemRandom":
        return CHANCE
    else:
        modules = {str(getattr(function, "__module__", ""))}
    return next((kind for kind, asked in ASKED.items() for module in modules if name in asked.get(module, ())), None)


def record(kind: str) -> None:
    """Begin, in the kernel that this runs in; what is found is published as this kind."""
    recorder, shell = Recorder(), get_ipython()

    def tell(*_: object) -> None:
        if found := recorder.ended():
            shell.display_pub.publish({kind: json.dumps(found)})

    setattr(builtins, CALL, recorder.called)
    shell.ast_transformers.append(Marks())
    shell.events.register("pre_run_cell", lambda *_: recorder.begins())
    shell.events.register("post_run_cell", tell)
