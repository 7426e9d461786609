"""Runs in each kernel: what a cell asks of the clock, of the machine or of chance is told to who executes the page.

Only calls that stand in a cell are looked at: each function is shown to the recorder before it is called, which knows
it by itself, whatever it is named there, and hands it back. Numbers that other libraries draw change the state of the
generators that all share, which is looked at when the cell has ended.
"""

import ast
import builtins
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import zmq
from IPython import get_ipython

CALL = "__fresh_called__"

# By module and name, with what to do instead.
INSTEAD = "Show nothing of it, or write down what it was"
TIME, CHANCE = "another time", "another chance"
ASKED = {
    TIME: {
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
GENERATORS = (
    *("MT19937", "PCG64", "PCG64DXSM", "Philox", "Random", "RandomState", "SFC64", "SeedSequence", "SystemRandom"),
    "default_rng",
)
DRAWN = (
    *("betavariate", "choice", "choices", "expovariate", "gauss", "integers", "normal", "normalvariate"),
    *("permutation", "rand", "randint", "randn", "random", "random_sample", "randrange", "sample", "shuffle"),
    *("standard_normal", "triangular", "uniform"),
)
SEEDING = ("seed", "set_state", "setstate")
NOW = ("datetime64", "Timestamp")  # which take "now" for a time
_ASKING = [name for kinds in ASKED.values() for names in kinds.values() for name in names]
NAMES = {*DRAWN, *GENERATORS, *SEEDING, *NOW, *_ASKING}
FRESH = (623, 624)  # the places in the numbers of a Mersenne Twister from which none was drawn, by chance and by seed


class Marks(ast.NodeTransformer):
    """Shows each function to the recorder before a cell calls it; the call itself stays where it is."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Put what is called into the hands of the recorder."""
        self.generic_visit(node)
        shown = ast.Call(ast.Name(CALL, ast.Load()), [ast.Constant(node.lineno), node.func], [])
        node.func = ast.copy_location(shown, node.func)
        return ast.fix_missing_locations(node)


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
            state = sys.modules["numpy.random"].get_state(legacy=False)
            numbers = state["state"].get("key")
            known = repr(state) if numbers is None else numbers.tobytes()
            states["numpy.random"] = state["bit_generator"], known, state["state"].get("pos"), state["gauss"]
        return states

    def shown(self, line: int, function: Any, /) -> Any:  # noqa: ANN401  whatever a cell calls
        """Give back what a cell is about to call; in place of what may ask for chance, what calls it and notes that."""
        if getattr(function, "__name__", None) not in NAMES:
            return function

        def called(*args: object, **kwargs: object) -> object:
            before = self.now()
            try:
                return function(*args, **kwargs)
            finally:
                self._note(line, function, before, [*args, *kwargs.values()])

        return called

    def _note(self, line: int, function: object, before: Mapping[str, tuple[object, ...]], given: list[object]) -> None:
        name, chosen = function.__name__, any(arg is not None for arg in given)  # type: ignore[attr-defined]  # one of NAMES
        if (kind := _asked(function, name, given)) and sum(arg is not None for arg in given) < TOLD.get(name, 99):
            self.found[line, f"Cannot show what {name}() gives, because it is {kind} on every build. {INSTEAD}."] = None
        elif name in (*GENERATORS, "seed") and not chosen and "random" in str(_owner(function)):
            because = "because it draws other numbers on every build"
            self.found[line, f"Cannot use {name}() without a seed, {because}. Write {name}(0)."] = None
        changed = self.changed(before)
        if name in SEEDING:
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
            instead = f"Write {generator}.seed(0) before."
            self.found[line, f"Cannot use the generator of {generator}, {because}. {instead}"] = None

    def ended(self) -> list[tuple[int, str]]:
        """What a cell asked for, which has ended: a line of it, and what to say."""
        if not self.found:
            self._drawn(1, self.changed(self.states))
        self.begins()
        found, self.found = list(self.found), {}
        return found


def _owner(function: object) -> object:
    """The module of a function, or the class of what it is a method of."""
    return getattr(function, "__module__", None) or type(getattr(function, "__self__", None))


def _asked(function: object, name: str, given: Sequence[object]) -> str | None:
    """What a function asks for, if it does."""
    own = getattr(function, "__self__", None)
    if name in NOW:
        return TIME if {"now", "today"} & {str(arg) for arg in given} else None
    if name == "expanduser" and not str([*given, ""][0]).startswith("~"):
        return None
    if isinstance(own, type):  # a method of a class, as datetime.now
        modules = {str(getattr(kind, "__module__", "")) for kind in own.__mro__}
    elif type(own).__name__ == "SystemRandom":
        return CHANCE
    else:
        modules = {str(getattr(function, "__module__", ""))}
    return next((kind for kind, asked in ASKED.items() for module in modules if name in asked.get(module, ())), None)


def _keep_all(sender: Any) -> None:  # noqa: ANN401  ipykernel's thread that sends what a cell puts out
    """Let a cell wait whose output nobody has read yet: else what is more than some thousand messages is dropped."""
    sender.schedule(lambda: sender.socket.setsockopt(zmq.XPUB_NODROP, 1))


def record(kind: str) -> None:
    """Begin, in the kernel that this runs in; what is found is published as this kind."""
    recorder, shell = Recorder(), get_ipython()

    def tell(*_: object) -> None:
        if found := recorder.ended():
            shell.display_pub.publish({kind: json.dumps(found)})

    _keep_all(shell.kernel.iopub_socket.io_thread)
    setattr(builtins, CALL, recorder.shown)
    shell.automagic = False  # a line `pwd` is a name that nobody gave, and no command
    shell.ast_transformers.append(Marks())
    shell.events.register("pre_run_cell", lambda *_: recorder.begins())
    shell.events.register("post_run_cell", tell)
