"""Kernels that are forks of one process, which has imported what most pages import: that is most of their start.

This file is also the program of that process, and imports nothing of its package: a page finds there what it would
find in a process of its own.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jupyter_client.connect import KernelConnectionInfo

FEW = 4  # pages, whose kernels have started by the time that a process like this one is ready

# As for a kernel by itself, Python finds nothing in the folder of the program, and IPython adds that of the page.
_START = "import runpy, sys; del sys.path[0]; runpy.run_path(sys.argv[1], run_name='__main__')"

Server = subprocess.Popen[str]


class _Fork:
    """A process that is no child of this one, with those methods of a `Popen` that a provisioner calls."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._alive = os.pidfd_open(pid)  # readable once the process has ended, and never of another process
        except ProcessLookupError:
            self._alive = -1

    def poll(self) -> int | None:
        if self._alive >= 0 and not select.select([self._alive], [], [], 0)[0]:
            return None
        if self._alive >= 0:
            os.close(self._alive)
            self._alive = -1
        return 1  # its status is its parent's, and nobody asks whether a kernel ended well

    def wait(self) -> int:
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Warm(LocalProvisioner):
    """Makes a kernel out of the process that has imported, in place of a new one."""

    def __init__(self, server: Server, **traits: Any) -> None:  # noqa: ANN401  as jupyter_client has it
        super().__init__(**traits)
        self.server = server

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401  as jupyter_client has it
        """Have a kernel forked that is what this command would start."""
        request = {"argv": cmd[3:], "env": kwargs["env"], "folder": kwargs["cwd"]}
        self.pid = self.pgid = int(_ask(self.server, request))
        self.process = _Fork(self.pid)  # type: ignore[assignment]  # of a Popen, it has what is called
        return self.connection_info


def _ask(server: Server, request: object) -> str:
    answer = ""
    with suppress(OSError):
        if server.stdin and server.stdout:
            print(json.dumps(request), file=server.stdin, flush=True)
            answer = server.stdout.readline()
    if not answer:
        raise RuntimeError("the process died that imports what fresh_preload names")
    return answer


@contextmanager
def warmed(modules: Sequence[str], env: Mapping[str, str], folder: Path, pages: int) -> Iterator[Server | None]:
    """The process of which the kernels of this many pages are forks; None where each is to start by itself.

    Raises
    ------
    ImportError
        If a module cannot be imported, or starts threads, which no fork keeps.
    RuntimeError
        If the process dies of it.
    """
    if not modules or pages <= FEW or sys.platform != "linux":
        yield None
        return
    server = subprocess.Popen(
        [sys.executable, "-c", _START, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, **env},
        start_new_session=True,  # who interrupts the build ends this by closing its input, and hears of one error
    )
    with server:
        if faults := json.loads(_ask(server, list(modules))):
            raise ImportError(faults[0])
        yield server


def _faults(modules: Sequence[str]) -> Iterator[str]:
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001  a module may raise anything, and is named with it
            yield f"Cannot preload {name!r}, because {type(error).__name__}: {error}. Take it out of fresh_preload."
        else:
            if len(list(Path("/proc/self/task").iterdir())) > 1:
                reason = "it starts threads, which no fork keeps"
                yield f"Cannot preload {name!r}, because {reason}. Take it out of fresh_preload."


def _become_kernel(argv: list[str], env: dict[str, str], folder: str) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env, JPY_PARENT_PID=str(os.getppid()))
    sys.argv[:] = ["ipykernel_launcher", *argv]
    importlib.import_module("ipykernel.kernelapp").launch_new_instance()


def serve() -> None:
    """Import what the first line says, and say what is wrong with it; then fork a kernel for each line."""
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it on import: a kernel ends with its parent
    faults = list(_faults(json.loads(requests.readline())))
    importlib.import_module("ipykernel.kernelapp")
    print(json.dumps(faults), file=answers, flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever has ended is gone
    gc.freeze()  # so that collecting garbage in a fork does not copy what all of them share
    for request in requests:
        if (pid := os.fork()) == 0:
            requests.close()
            answers.close()
            _become_kernel(**json.loads(request))
            sys.exit()
        print(pid, file=answers, flush=True)


if __name__ == "__main__":
    serve()
