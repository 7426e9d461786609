"""Permutations as NumPy draws them, where it is not installed: those of `numpy.random.default_rng(seed)`.

A seed is spread over four words of 32 bits (O'Neill, Developing a seed_seq alternative, 2015), which start a
permuted congruential generator of 128 bits (O'Neill, PCG, 2014).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_32, _64, _128 = 2**32 - 1, 2**64 - 1, 2**128 - 1
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645


def permutations(seed: int, count: int) -> Iterator[list[int]]:
    """One permutation of so many numbers after the other, for ever.

    Examples
    --------
    >>> next(permutations(0, 5))
    [2, 4, 3, 0, 1]
    """
    words = _words(seed)
    while True:
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = _up_to(last, words)
            order[last], order[other] = order[other], order[last]
        yield order


def _up_to(most: int, words: Iterator[int]) -> int:
    """A number from 0 up to the most, each as likely: of each word as many bits as that has, until they fit."""
    bits = (1 << most.bit_length()) - 1
    found = next(words) & bits
    while found > most:
        found = next(words) & bits
    return found


def _words(seed: int) -> Iterator[int]:
    """Words of 32 bits: the lower and the upper half of each number that the generator gives."""
    high, low, *odd = _spread(seed)
    step = (((odd[0] << 64 | odd[1]) << 1) | 1) & _128
    state = (step + (high << 64 | low)) * _MULTIPLIER + step & _128
    while True:
        state = (state * _MULTIPLIER + step) & _128
        mixed, turn = (state >> 64) ^ (state & _64), state >> 122
        number = (mixed >> turn | mixed << (64 - turn)) & _64
        yield from (number & _32, number >> 32)


def _hashing(start: int, factor: int) -> Callable[[int], int]:
    """A hash of words, another one at each call."""
    constant = start

    def hashed(word: int) -> int:
        nonlocal constant
        word ^= constant
        constant = constant * factor & _32
        word = word * constant & _32
        return word ^ word >> 16

    return hashed


def _spread(seed: int) -> list[int]:
    """Four numbers of 64 bits, of which each depends on every bit of the seed."""
    words = [seed >> shift & _32 for shift in range(0, max(seed.bit_length(), 1), 32)]
    hashed = _hashing(0x43B0D7E5, 0x931E8875)
    pool = [hashed(word) for word in (*words, 0, 0, 0, 0)[:4]]
    for source in range(4):
        for place in range(4):
            if place != source:
                pool[place] = _mixed(pool[place], hashed(pool[source]))
    for word in words[4:]:
        pool = [_mixed(each, hashed(word)) for each in pool]
    hashed = _hashing(0x8B51F9DD, 0x58F38DED)
    made = [hashed(pool[place % 4]) for place in range(8)]
    return [low | high << 32 for low, high in zip(made[::2], made[1::2], strict=True)]


def _mixed(one: int, other: int) -> int:
    word = (0xCA01F9DD * one - 0x4973F715 * other) & _32
    return word ^ word >> 16
