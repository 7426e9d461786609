"""What is not in the reader's browser, though the pages use it: libraries that need more than Python."""

ELSEWHERE = frozenset(["matplotlib", "mpmath", "numpy", "pandas", "scipy", "sklearn", "sympy", "torch"])
