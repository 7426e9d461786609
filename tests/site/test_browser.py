"""The rule of browser tests: skipped with the reason where there is no browser, an error where CI=true."""

from typing import TYPE_CHECKING

import pytest

from tests.conftest import find_browser

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture
def no_browser(tmp_path: "Path", monkeypatch: pytest.MonkeyPatch) -> None:
    """No program is on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_browser")
def test_skips_without_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a browser a test is skipped, and the reason names what was looked for."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"no browser: none of chromium-headless-shell, .* is on"):
        find_browser()


@pytest.mark.usefixtures("no_browser")
def test_fails_without_browser_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where CI=true a missing browser is an error."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI=true demands one"):
        find_browser()


@pytest.mark.browser
def test_browser_runs_scripts(browser: "Browser") -> None:
    """The browser that tests use renders a page and runs its script."""
    page = browser.new_page()
    page.set_content("<p id=sum></p><script>document.getElementById('sum').textContent = 1 + 2</script>")
    assert page.inner_text("#sum") == "3"
    page.close()
