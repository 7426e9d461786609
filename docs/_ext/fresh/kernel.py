"""A Jupyter kernel of this very Python that runs this very library, with everything that could vary held still."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
from collections import Counter
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_notebook

from .warm import Server, Warm

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from nbformat import NotebookNode

    from .project import Project

# The start of the name of the folder in which a page runs. It must not appear on the page.
FOLDER = "fresh-page-"

# What could make the same source give another output on another day or machine.
SETTINGS = {
    "COLUMNS": "80",
    **dict.fromkeys(("HOSTNAME", "LOGNAME", "USER", "USERNAME"), f"{FOLDER}nobody"),
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "1704067200",
    "TZ": "UTC",
}

# What is asked of chance is published as this; the recorder binds no name on the page.
CHANCE = "application/vnd.fresh.chance"
_RECORD = """(lambda space: (exec(compile(open({path!r}, "rb").read(), {path!r}, "exec"), space),
    space["record"]({kind!r})))({{"__name__": "fresh.recorder"}})
"""

_SILENT = logging.getLogger("fresh.kernel")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class _ThisPython(KernelSpecManager):
    """Knows one kernel, this interpreter: one installed under the same name might belong to another environment."""

    env: dict[str, str]

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=launch, env=self.env, display_name=kernel_name, language="python")


def environment(project: Project, folder: Path) -> dict[str, str]:
    """What is set for the kernels of a project, besides what is set for Sphinx; the folder is made ready for it."""
    (folder / "matplotlibrc").touch()
    startup = folder / "profile_default" / "startup" / "fresh.py"
    startup.parent.mkdir(parents=True, exist_ok=True)
    startup.write_text(_RECORD.format(path=str(Path(__file__).with_name("recorder.py")), kind=CHANCE), encoding="utf-8")
    path = os.pathsep.join(filter(None, [*map(str, project.path), os.environ.get("PYTHONPATH")]))
    own = {"PYTHONPATH": path, "IPYTHONDIR": str(folder), "MATPLOTLIBRC": str(folder / "matplotlibrc")}
    return {**SETTINGS, **own}


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that is there for as long as it is needed."""
    # The path of a Unix socket may have about 100 characters, which a long TMPDIR alone can exceed.
    short = None if len(tempfile.gettempdir()) < 60 else "/tmp"  # noqa: S108  a folder of its own is made in it
    with tempfile.TemporaryDirectory(prefix=FOLDER, dir=short, ignore_cleanup_errors=True) as name:
        yield Path(name)


class Client(NotebookClient):
    """Runs cells, none of which may put out more than `most` characters: one that goes on is given up, with its kernel.

    `spilled` is whether one did; `raised` is the error with which the last cell ended, if it did.
    """

    def __init__(self, cells: list[NotebookNode], most: int, **wanted: Any) -> None:  # noqa: ANN401  as nbclient has it
        super().__init__(new_notebook(cells=cells), **wanted)
        self.most, self.spilled = most, False
        self._sizes: Counter[int] = Counter()
        self.raised: dict[str, Any] = {}
        self.on_cell_executed = self._note

    def _note(self, execute_reply: dict[str, Any], **_: object) -> None:
        content = execute_reply["content"]
        wrong = content.get("status") == "error"
        told = {"output_type": "error", "ename": content.get("ename", ""), "evalue": content.get("evalue", "")}
        self.raised = {**told, "traceback": []} if wrong else {}

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take in what a cell put out."""
        content = msg["content"]
        self._sizes[cell_index] += len(content.get("text", "")) + sum(
            map(len, map(str, content.get("data", {}).values()))
        )
        if self._sizes[cell_index] <= self.most:
            return super().process_message(msg, cell, cell_index)
        self.spilled = True
        if self.task_poll_for_reply:
            self.task_poll_for_reply.cancel()  # as for a kernel that has died
        return None


@asynccontextmanager
async def kernel(cells: list[NotebookNode], project: Project, server: Server | None) -> AsyncIterator[Client]:
    """A started kernel for these cells, killed on leaving; a fork of the server, where there is one.

    It runs in a folder of its own, so that a page can read no file but those that the library and its data are, and can
    write none into the project. IPC has no ports, so kernels that start together cannot want the same one.
    """
    with own_folder() as folder:
        specs = _ThisPython()
        specs.env = environment(project, folder)
        manager = AsyncKernelManager(
            kernel_spec_manager=specs,
            transport="ipc" if os.name == "posix" else "tcp",
            connection_file=str(folder / "k.json"),
        )
        if server:
            manager.provisioner = Warm(server, parent=manager, kernel_spec=specs.get_kernel_spec("python3"))
        # Output that comes late is waited for, or the page fails: by default what comes four seconds later is left out.
        late = {"iopub_timeout": project.timeout, "raise_on_iopub_timeout": True}
        wanted = {"timeout": project.timeout, "allow_errors": True, "log": _SILENT, **late}
        client = Client(cells, project.most, km=manager, **wanted)
        try:
            await client.async_start_new_kernel(cwd=str(folder))
            await client.async_start_new_kernel_client()
            yield client
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)
            _end_others(folder)


def _end_others(folder: Path) -> None:
    """End what the cells of a page started and left: whatever has its folder among what is set for it."""
    mark = os.fsencode(folder)
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile, or is somebody else's
            if mark in (entry / "environ").read_bytes() and int(entry.name) != os.getpid():
                os.kill(int(entry.name), signal.SIGKILL)
