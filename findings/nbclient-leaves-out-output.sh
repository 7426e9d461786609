#!/usr/bin/env bash
# nbclient 0.11.0 with ipykernel 7.4.0: a cell prints 4,000 numbers, each flushed, and whoever executes it takes two
# milliseconds for each message, as a busy machine may. Seen, with all settings as they come: the cell ends well, and its
# output ends in the middle; what is not read four seconds after the cell has ended is left out, with a warning in a log
# and no error. One would expect the whole output, or an error. With `iopub_timeout=60` it is whole.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -qq --disable-pip-version-check nbclient==0.11.0 ipykernel==7.4.0 jupyter-client==8.10.0
cd "$place"
"$place/venv/bin/python" - <<'END'
import logging
import time

import nbformat
from nbclient import NotebookClient

LINES = 4000


class Slow(NotebookClient):
    def process_message(self, msg, *rest):
        time.sleep(0.002 * (msg["msg_type"] == "stream"))
        return super().process_message(msg, *rest)


def kept(**settings):
    source = f"for n in range({LINES}):\n    print(n, flush=True)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    quiet = {"log": logging.getLogger("quiet"), "extra_arguments": ["--log-level=ERROR"]}
    quiet["log"].setLevel(logging.CRITICAL)
    Slow(notebook, kernel_name="python3", **quiet, **settings).execute()
    return [int(line) for output in notebook.cells[0].outputs for line in output.text.split()]


usual, patient = kept(), kept(iopub_timeout=60)
assert usual == list(range(len(usual))) and len(usual) < LINES, len(usual)
assert patient == list(range(LINES)), len(patient)
print("nbclient 0.11.0: of 4,000 printed lines that are read slowly, the last are left out, and no error says so")
END
