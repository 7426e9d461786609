"""What every test may ask for: a browser, one worker for the tests of a file that share a built site, no tracing."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# On macOS and Windows matplotlib would make windows, which not every machine can show.
os.environ["MPLBACKEND"] = "agg"
# Three workers and their kernels share the cores; threads of torch and NumPy would wait for one another in circles.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# What a shell starts in the background ignores Ctrl-C, and what nohup starts the end of its terminal; so would all that
# is started here, and a test that interrupts it would wait for long.
for _number, _usual in ((signal.SIGINT, signal.default_int_handler), (getattr(signal, "SIGHUP", None), signal.SIG_DFL)):
    if _number and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _usual)

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# What drops down from the line of addresses is a page of the browser's own, which it makes anew beside each page of
# ours: half of its work.  Of several such lists Chromium takes the last alone, so Playwright's stands here as well.
OFF = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable"),
    *("HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding"),
    *("PreconnectToSearch", "ThirdPartyStoragePartitioning"),
)
# Chromium draws nothing that nobody sees, asks nothing of the network that a page did not ask for, and puts letters
# where the page has them: without windows it would put each on a whole pixel.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    f"--disable-features={','.join(OFF)}",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of the site in one file on one worker, so that a site of theirs is built once.

    One worker begins with the whole site, which takes longest to build, the others with what does not wait for it;
    tests that may run anywhere come last, so that no worker is idle in the end.
    """
    for item in items:
        if item.get_closest_marker("site") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
    waiting = {item.path for item in items if "whole" in getattr(item, "fixturenames", ())}
    first = min(waiting, default=None)
    items.sort(key=lambda item: (item.path != first, not item.get_closest_marker("xdist_group"), item.path in waiting))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run a test at full speed that is to cover nothing: one of the site, or one that takes long.

    (The mark of pytest-cov 7.1, no_cover, does nothing on a worker: there two measurements have been started.)
    """
    trace = sys.gettrace()
    if any(map(item.get_closest_marker, ("site", "browser", "uncovered"))):
        sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(trace)


def find_browser(*names: str) -> str:
    """Find a browser, Chromium if none is named; without one skip the test and say why, except where CI=true."""
    names = names or BROWSERS
    found = next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    reason = f"no browser: none of {', '.join(names)} is on the PATH"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI=true demands one", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Launch a headless Chromium, driven by Playwright."""
    executable = find_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield chromium
        chromium.close()
