"""Every page can be read and used by everyone: WCAG 2.2 AA at both widths, in both themes, by keyboard, zoomed."""

from typing import TYPE_CHECKING

import pytest

from tests.audit.conftest import assert_none
from tests.audit.keyboard import box_faults, drawer_faults, skip_link_faults, walk_faults
from tests.audit.reflow import spacing_faults, zoom_faults
from tests.audit.seeing import axe_faults, contrast_faults
from tests.audit.viewing import viewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.audit.static_host import Host
    from tests.audit.viewing import View


@pytest.mark.parametrize("opened", [False, True], ids=["folded", "unfolded"])
def test_axe(view: "View", opened: bool) -> None:
    """Nothing is found by axe, and what it leaves undecided about contrast has been computed."""
    view.open_details(opened=opened)
    assert_none(axe_faults(view))


@pytest.mark.parametrize("opened", [False, True], ids=["folded", "unfolded"])
def test_contrast(view: "View", opened: bool) -> None:
    """All text has a contrast of 4.5 (3 where it is large) and all shapes of figures of 3, visited and hovered too."""
    view.open_details(opened=opened)
    assert_none(contrast_faults(view) if opened else contrast_faults(view, ""))


def test_spacing(view: "View") -> None:
    """A reader who spaces the text loses nothing."""
    view.open_details(opened=True)
    assert_none(spacing_faults(view))


def test_zoom(view: "View") -> None:
    """At 400 % nothing is lost, and nobody has to scroll sideways to read."""
    view.open_details(opened=True)
    assert_none(zoom_faults(view))


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1280, "dark")])
def test_keyboard(browser: "Browser", host: "Host", path: str, width: int, theme: str) -> None:
    """Everything is reached in order, forward and backward, is seen when it is reached, and scrolls by arrow keys.

    On a phone the menus open and close, and while they are closed nothing in them is reached.
    """
    with viewing(browser, host.address, path, width, theme) as view:
        faults = skip_link_faults(view)
        faults += walk_faults(view)
        faults += walk_faults(view, "Shift+Tab")
        faults += box_faults(view)
        faults += drawer_faults(view) if width == 390 else []
        assert_none(faults)
