"""The parts of printing: an expression piece by piece, LaTeX, and a derivation with its lines and names."""
