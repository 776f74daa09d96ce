"""Writes unicode.dat: what the reference `tokenizers` library believes about every code point.

The reference is built from crates that each carry their own Unicode version (normalisation 9.0, categories 8.0,
the standard library and the regex engines 16 and later), so the tables are taken by asking the library itself,
one code point at a time, rather than from one edition of the Unicode database.

Run: python3 generate.py unicode.dat   (needs tokenizers and Python's unicodedata; about a minute)
"""
import sys
import unicodedata
import zlib

from tokenizers import Regex, normalizers, pre_tokenizers

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
ALL = "".join(map(chr, CODE_POINTS))
GENERAL_CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co".split()


def ranges(members):
    found, start, previous = [], None, None
    for c in sorted(members):
        if start is None:
            start = c
        elif c != previous + 1:
            found.append((start, previous))
            start = c
        previous = c
    if start is not None:
        found.append((start, previous))
    return found


def kept(pre_tokenizer):
    """The code points that the pre-tokenizer leaves standing."""
    return {CODE_POINTS[i] for _, (a, b) in pre_tokenizer.pre_tokenize_str(ALL) for i in range(a, b)}


def removed(pre_tokenizer):
    return set(CODE_POINTS) - kept(pre_tokenizer)


def regex_class(pattern):
    return kept(pre_tokenizers.Split(Regex(f"{pattern}+"), "removed", invert=True))


def where(test):
    return {c for c in CODE_POINTS if test(chr(c))}


def changes(normalizer):
    of = normalizer.normalize_str
    return {c: [ord(d) for d in of(chr(c))] for c in CODE_POINTS if of(chr(c)) != chr(c)}


def bert(**on):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return normalizers.BertNormalizer(**{**off, **on}).normalize_str


def sets():
    clean, strip = bert(clean_text=True), bert(strip_accents=True)
    nfd = normalizers.NFD().normalize_str
    word = pre_tokenizers.Whitespace().pre_tokenize_str
    digits = pre_tokenizers.Digits(individual_digits=True).pre_tokenize_str
    yield "whitespace", removed(pre_tokenizers.WhitespaceSplit())
    yield "punctuation", removed(pre_tokenizers.Punctuation("removed"))
    yield "numeric", where(lambda c: len(digits("a" + c)) == 2)
    yield "word", where(lambda c: [span for _, span in word("a" + c)] == [(0, 2)])
    yield "bert-control", where(lambda c: clean(c) == "")
    yield "nonspacing-mark", where(lambda c: len(nfd(c)) == 1 and strip(c) == "")
    yield "combining-mark", where(lambda c: normalizers.StripAccents().normalize_str(c) == "")


def combining_classes():
    """Classes never change once assigned, so a class counts where the reference orders by it."""
    nfd = normalizers.NFD().normalize_str
    for c in CODE_POINTS:
        ccc = unicodedata.combining(chr(c))
        low = "\u0334" if ccc > 1 else "\u0301"  # classes 1 and 230
        pair = chr(c) + low if ccc > 1 else low + chr(c)
        if ccc and nfd("a" + pair) == "a" + pair[::-1]:
            yield c, ccc


def maps():
    canonical, compatible = changes(normalizers.NFD()), changes(normalizers.NFKD())
    hangul = range(0xAC00, 0xD7A4)  # computed, not stored
    yield "lowercase", changes(normalizers.Lowercase())
    yield "canonical", {c: d for c, d in canonical.items() if c not in hangul}
    yield "compatible", {c: d for c, d in compatible.items() if canonical.get(c) != d}
    nfc = normalizers.NFC().normalize_str
    pairs = {}
    for c in canonical:
        raw = unicodedata.decomposition(chr(c)).split()
        if c not in hangul and len(raw) == 2 and nfc(chr(c)) == chr(c):
            pairs[c] = [int(p, 16) for p in raw]
    yield "composition", pairs


def classes():
    yield "combining-class", dict(combining_classes())
    yield "category", {c: i for i, name in enumerate(GENERAL_CATEGORIES, 1) for c in regex_class(rf"\p{{{name}}}")}


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def entry(name, body):
    return varint(len(name)) + name.encode() + varint(len(body)) + body


def write_set(name, members):
    body, last = b"", 0
    spans = ranges(members)
    for start, end in spans:
        body += varint(start - last) + varint(end - start)
        last = end
    return entry(name, body)


def write_map(name, table):
    body, last = b"", 0
    for key in sorted(table):
        body += varint(key - last) + varint(len(table[key])) + b"".join(map(varint, table[key]))
        last = key
    return entry(name, body)


def write_classes(name, table):
    spans = [(s, e, v) for v in set(table.values()) for s, e in ranges(c for c in table if table[c] == v)]
    body, last = b"", 0
    for start, end, value in sorted(spans):
        body += varint(start - last) + varint(end - start) + varint(value)
        last = end
    return entry(name, body)


def main(path):
    data = b"".join(write_set(*s) for s in sets())
    data += b"".join(write_map(*m) for m in maps())
    data += b"".join(write_classes(*c) for c in classes())
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    with open(path, "wb") as f:
        f.write(packer.compress(data) + packer.flush())
    print(len(data), "bytes before packing")


main(sys.argv[1])
