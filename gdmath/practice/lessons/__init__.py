"""The templates of the exercises, a module for each lesson."""
