"""Draw the picture of the README: `python docs/_tools/picture.py` writes docs/_static/picture.svg."""

import re
from pathlib import Path

from gdmath import figure, gradient_descent, plot_descent_path, symbols

STATIC = Path(__file__).resolve().parents[1] / "_static"


def picture() -> str:
    """The descent of the home page as an SVG that stands alone and follows the reader's theme."""
    w = symbols("w")
    cost = (w - 3) ** 2
    history = gradient_descent(cost, {w: -1.0}, learning_rate=0.3, max_steps=6)
    drawn = figure(plot_descent_path(cost, history), caption="A descent").svg
    css = (STATIC / "look.css").read_text(encoding="utf-8")
    dark = re.findall(r'body\[data-theme="dark"\] (\{.*?\})', css, re.DOTALL)[0]
    style = f"text {{font-family: sans-serif}} @media (prefers-color-scheme: dark) {{:root {' '.join(dark.split())}}}"
    start = '<svg xmlns="http://www.w3.org/2000/svg" '
    return drawn.replace("<svg ", start, 1).replace("<defs", f"<style>{style}</style><defs", 1) + "\n"


if __name__ == "__main__":
    (STATIC / "picture.svg").write_text(picture(), encoding="utf-8", newline="\n")
