"""The parts of `gradient_descent`: the loop, its batches, its bar, what is descended and where."""
