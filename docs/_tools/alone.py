"""One build at a time in a checkout, and none that goes on when whoever started it has gone."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

GRACE = 60  # seconds in which what is told to end may take its own processes and folders away


@contextmanager
def alone(path: Path) -> Iterator[tuple[int, ...]]:
    """Wait until no other build holds this file; what is yielded is for those who go on with the build.

    The operating system lets go of it when the last of them ends, however it ends.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError:  # where nothing can be written, no build can disturb another
        yield ()
        return
    with file:
        if not _locked(file.fileno(), wait=False):
            print("Another build of this checkout is running: waiting for it to end.", flush=True)
            _locked(file.fileno(), wait=True)
        yield (file.fileno(),) if os.name == "posix" else ()


def _locked(file: int, *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  which no other system has

            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  which Windows lacks

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def run(command: Sequence[str], environment: Mapping[str, str], held: tuple[int, ...] = ()) -> int:
    """Run a program and give its exit status; if we are to end meanwhile, it and all that it started end first."""
    own = {"start_new_session": True, "pass_fds": held} if os.name == "posix" else {}
    with subprocess.Popen(command, env=environment, **own) as process:  # type: ignore[call-overload]  # as they are named
        try:
            status: int = process.wait()
        except BaseException:
            _end(process)
            raise
    return status


def _end(process: subprocess.Popen[bytes]) -> None:
    if os.name != "posix":
        process.kill()
        return
    try:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(GRACE)
    finally:  # and who is told to end twice ends at once
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
