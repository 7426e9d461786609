"""The colours of the figures and the size of their text, for whatever draws them, with matplotlib or without."""

# The light theme. In an SVG each colour becomes a CSS variable of that name, with the colour itself as the fallback;
# `docs/_static/look.css` holds the dark theme. Each colour has one role, so that the colour tells the role.
PALETTE = {
    "ink": "#1b1b1f",
    "axis": "#5f6069",
    "grid": "#e3e4e8",
    "series-1": "#1a5fb4",
    "series-2": "#b3400a",
    "series-3": "#19734a",
    "series-4": "#7b3fa8",
    "surface": "#ffffff",
}
TEXT_SIZE = 14.0


def variable(role: str) -> str:
    """Return the colour of a role as it stands in a style.

    Examples
    --------
    >>> variable("ink")
    'var(--gd-ink, #1b1b1f)'
    """
    return f"var(--gd-{role}, {PALETTE[role]})"
