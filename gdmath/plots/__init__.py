"""The parts of the plots: curves sampled and described, lines drawn in the colours of the page."""
