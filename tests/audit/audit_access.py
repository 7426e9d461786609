"""Every page can be read and used by everyone: WCAG 2.2 AA at both widths, in both themes, by keyboard, zoomed."""

from typing import TYPE_CHECKING

import pytest

from tests.audit.conftest import assert_none
from tests.audit.keyboard import box_faults, drawer_faults, skip_link_faults, walk_faults
from tests.audit.reflow import large_text_faults, narrowed, phone_faults, spacing_faults, zoom_faults
from tests.audit.seeing import axe_faults, contrast_faults

if TYPE_CHECKING:
    from tests.audit.viewing import View


def test_keyboard_forward(desk: "View") -> None:
    """Everything is reached in order, is seen when it is reached, and scrolls by arrow keys."""
    assert_none(skip_link_faults(desk) + walk_faults(desk) + box_faults(desk))


def test_keyboard_backward(phone: "View") -> None:
    """So it is on the way back, under the bar of a phone; its menus open and close, and closed nothing is in them."""
    assert_none(skip_link_faults(phone) + walk_faults(phone, "Shift+Tab") + box_faults(phone) + drawer_faults(phone))


def test_axe(view: "View") -> None:
    """Nothing is found by axe, and what it leaves undecided about contrast has been computed."""
    view.open_details(opened=True)
    assert_none(axe_faults(view))


def test_axe_folded(phone: "View") -> None:
    """What is folded away leaves no gap in the structure of a page."""
    phone.open_details(opened=False)
    assert_none(axe_faults(phone, looks=False))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(view: "View", theme: str) -> None:
    """All text has a contrast of 4.5 (3 where it is large) and all shapes of figures of 3, visited and hovered too."""
    view.open_details(opened=True)
    with view.in_theme(theme):
        assert_none(contrast_faults(view))


def test_contrast_folded(view: "View") -> None:
    """What is seen only while a part is folded away has it as well."""
    view.open_details(opened=False)
    assert_none(contrast_faults(view, ""))


def test_spacing(view: "View") -> None:
    """A reader who spaces the text loses nothing."""
    view.open_details(opened=True)
    assert_none(spacing_faults(view))


def test_zoom(desk: "View") -> None:
    """At 400 % nothing is lost, and nobody has to scroll sideways, with text of twice the size neither."""
    desk.open_details(opened=True)
    with narrowed(desk):
        faults = zoom_faults(desk) + large_text_faults(desk)
    assert_none(faults)


def test_phone(phone: "View") -> None:
    """On a phone nothing lies over anything, what is cut shows that it goes on, and buttons fit a finger."""
    phone.open_details(opened=True)
    assert_none(phone_faults(phone))
