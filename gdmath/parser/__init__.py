"""The parts of `parse`: signs from text, the expression from signs, and what is said where that is not clear."""
