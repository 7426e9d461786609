"""A Jupyter kernel of this very Python that runs this very library, with everything that could vary held still."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_notebook

from .fingerprint import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from nbformat import NotebookNode

# The start of the name of the folder in which a page runs. It must not appear on the page.
FOLDER = "gdmath-page-"

# What could make the same source give another output on another day or machine.
SETTINGS = {
    "COLUMNS": "80",
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "1704067200",
    "TZ": "UTC",
}

_SILENT = logging.getLogger("gdmath.pages.kernel")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class _ThisPython(KernelSpecManager):
    """Knows one kernel, this interpreter: one installed under the same name might belong to another environment."""

    folder: Path

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        own = {"PYTHONPATH": path, "IPYTHONDIR": str(self.folder), "MATPLOTLIBRC": str(self.folder / "matplotlibrc")}
        launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=launch, env={**SETTINGS, **own}, display_name=kernel_name, language="python")


@asynccontextmanager
async def kernel(cells: list[NotebookNode], *, seconds: float) -> AsyncIterator[NotebookClient]:
    """A started kernel for these cells, killed on leaving.

    It runs in a folder of its own, so that a page can read no file but those that the library and its data are, and can
    write none into the project. IPC has no ports, so kernels that start together cannot want the same one.
    """
    # The path of a Unix socket may have about 100 characters, which a long TMPDIR alone can exceed.
    short = None if len(tempfile.gettempdir()) < 60 else "/tmp"  # noqa: S108  a folder of its own is made in it
    with tempfile.TemporaryDirectory(prefix=FOLDER, dir=short, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "matplotlibrc").touch()
        specs = _ThisPython()
        specs.folder = folder
        manager = AsyncKernelManager(
            kernel_spec_manager=specs,
            transport="ipc" if os.name == "posix" else "tcp",
            connection_file=str(folder / "k.json"),
        )
        client = NotebookClient(new_notebook(cells=cells), km=manager, timeout=seconds, allow_errors=True, log=_SILENT)
        try:
            await client.async_start_new_kernel(cwd=str(folder))
            await client.async_start_new_kernel_client()
            yield client
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)
