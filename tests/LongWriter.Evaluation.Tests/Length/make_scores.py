"""Makes python-scores.txt: for 10,000 random strings of many scripts the word count by Python's re, and S_l for a random required length.

The strings are not stored: ScoreOracleTests makes the same ones from the same numbers (SplitMix64). Run by hand: python3 make_scores.py > python-scores.txt
"""
import re

MASK = (1 << 64) - 1


class SplitMix:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, limit):
        return (self.next() * limit) >> 64


# Plain ASCII first, so that half of the characters are it; then what a boundary may stumble over.
PLAIN = [ord(c) for c in "abcdeXYZ   \n.,'-_0"]
ODD = [
    0xE9, 0xFC, 0xDF, 0x301, 0x308, 0xAA, 0xB2, 0xBD, 0xAD, 0xA0, 0xB7, 0x2019, 0x2014, 0x200B, 0x200C, 0x200D, 0x2160, 0x2460, 0x24D0, 0xFB01,
    0x416, 0x44F, 0x3BB, 0x5D0, 0x645, 0x663, 0x64B, 0x915, 0x93F, 0x967, 0xE01, 0xE34, 0x3042, 0x30A2, 0x30FC, 0xD55C, 0x3007, 0x3400, 0x4DFF,
    0x4E00, 0x4E2D, 0x6587, 0x5B57, 0x9FFF, 0xA000, 0xF900, 0xFF21, 0xFF11, 0xFF0C, 0x3002, 0x20000, 0x1D400, 0x1D7CE, 0x1F600, 0x1F1E6, 0xE000, 0x203F,
]


def text(random):
    points = []
    for _ in range(random.below(60)):
        points.append(PLAIN[random.below(len(PLAIN))] if random.below(3) else ODD[random.below(len(ODD))])
    return "".join(map(chr, points))


def count(string):
    return len(re.findall(r"[\u4e00-\u9fff]", string)) + len(re.findall(r"\b[a-zA-Z]+\b", string))


def score(x, y):
    if y == 0:
        return 0.0
    return 100 * max(0, 1 - (y / x - 1) / 3) if y > x else 100 * max(0, 1 - (x / y - 1) / 2)


random = SplitMix(2026)
for _ in range(10_000):
    written = count(text(random))
    required = 1 + random.below(60)
    print(written, f"{score(required, written):.6f}")
