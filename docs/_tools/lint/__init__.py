"""The prose of pages, held to rules: nothing computable is typed, one notation, and sentences that are easy to read."""
