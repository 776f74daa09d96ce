"""The parity corpus: lines put together from sentences.jsonl and random Unicode by a generator that C# repeats.

The generator is a 64-bit linear congruential one, so that Corpus.cs in FineTune.Tokenizers.Tests makes the very same
lines without this script. Whoever changes one changes the other.
"""
import json
import os

SEPARATORS = ["", " ", "  ", "\n", "\u3000", ". ", ", ", "\t", "\r\n", "-"]
ASCII = " \n\t  .,'\"!?-_aeiouABC019"
RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF), (0x600, 0x6FF),
    (0x900, 0x97F), (0xE00, 0xE7F), (0xF00, 0xFFF), (0x1100, 0x11FF), (0x1E00, 0x1FFF), (0x2000, 0x206F),
    (0x2070, 0x218F), (0x2190, 0x2BFF), (0x3000, 0x30FF), (0x3130, 0x318F), (0x3400, 0x3500), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFB00, 0xFDFF), (0xFE00, 0xFFEF), (0x10000, 0x10FFF), (0x11000, 0x11FFF),
    (0x16000, 0x16FFF), (0x1D000, 0x1D7FF), (0x1F000, 0x1FAFF), (0x20000, 0x20100), (0x0, 0x1F), (0x7F, 0x9F),
    (0xE000, 0xE010), (0xE0000, 0xE0FFF),
]


class Generator:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def of(self, items):
        return items[self.below(len(items))]


def sentences():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sentences.jsonl")
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def any_code_point(random):
    code_point = random.below(0x110000 - 0x800)
    return chr(code_point if code_point < 0xD800 else code_point + 0x800)


def of_range(random, span):
    return chr(span[0] + random.below(span[1] - span[0] + 1))


def mixed(random):
    kind = random.below(100)
    if kind < 35:
        return random.of(ASCII)
    if kind < 45:
        return any_code_point(random)
    return of_range(random, random.of(RANGES))


def line(random, pool):
    kind = random.below(10)
    if kind < 4:
        separator = random.of(SEPARATORS)
        return separator.join(random.of(pool) for _ in range(1 + random.below(6)))
    if kind < 6:
        cut, rest = random.of(pool), random.of(pool)
        return cut[random.below(len(cut)) :] + rest[: random.below(len(rest) + 1)]
    if kind < 9:
        return "".join(mixed(random) for _ in range(1 + random.below(40)))
    span = random.of(RANGES)
    return "".join(of_range(random, span) if random.below(10) < 8 else random.of(" .\n") for _ in range(1 + random.below(60)))


def lines(count, seed=20261121):
    random, pool = Generator(seed), sentences()
    return [line(random, pool) for _ in range(count)]
