"""Writes unicode.dat: what the reference `tokenizers` library believes about every code point.

The reference is built from crates that each carry their own Unicode version (normalisation 9.0, categories 8.0,
the standard library and the regex engines 16 and later), so the tables are taken by asking the library itself,
one code point at a time, rather than from one edition of the Unicode database.

Grapheme clusters alone cannot be asked for and come from the `regex` package.

Run: python3 generate.py unicode.dat   (needs tokenizers and regex; several minutes)
"""
import collections
import sys
import unicodedata
import zlib

import regex
from regex._regex_core import PROPERTIES
from tokenizers import Regex, normalizers, pre_tokenizers

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
ALL = "".join(map(chr, CODE_POINTS))
GENERAL_CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co".split()

GRAPHEME_CLASSES = """CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT
    Pictographic Consonant Linker Extend_Only""".split()
BINARY_PROPERTIES = """Alphabetic Uppercase Lowercase White_Space Cased Math Dash Diacritic Extender Ideographic
    Unified_Ideograph ID_Start ID_Continue Hex_Digit Join_Control Variation_Selector Regional_Indicator
    Quotation_Mark Terminal_Punctuation Default_Ignorable_Code_Point Emoji Emoji_Presentation Emoji_Modifier
    Emoji_Modifier_Base Emoji_Component Extended_Pictographic""".split()
POSIX_BRACKETS = "alnum alpha ascii blank cntrl digit graph lower print punct space upper xdigit word".split()


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


def matches(pattern):
    """What a pattern of one code point matches, or None where the engine does not know it."""
    try:
        return regex_class(pattern)
    except Exception:
        return None


def scripts():
    """Script name -> members, as the engine names them."""
    found = {}
    for name in PROPERTIES["SCRIPT"][1]:
        members = matches(rf"\p{{{name}}}")
        if members and name not in ("UNKNOWN", "ZZZZ"):
            found[name.lower()] = frozenset(members)
    return found


def pre_tokenizer_scripts():
    """The classes of the UnicodeScripts pre-tokenizer: code points of one class do not split."""
    splits = pre_tokenizers.UnicodeScripts().pre_tokenize_str
    unlike = lambda a, b: len(splits("x" + a + b)) > len(splits("x" + a))
    joins_all = {c for c in CODE_POINTS if not unlike("a", chr(c)) and not unlike("\u0434", chr(c))}
    groups = []
    for c in CODE_POINTS:
        if c in joins_all:
            continue
        group = next((g for g in groups if not unlike(chr(g[0]), chr(c))), None)
        if group is None:
            groups.append([c])
        else:
            group.append(c)
            groups.remove(group)
            groups.insert(0, group)
    return {c: i for i, group in enumerate(sorted(groups), 1) for c in group}


def graphemes():
    found = {}
    for name in GRAPHEME_CLASSES[:13]:
        found.update((ord(c), name) for c in regex.findall(rf"\p{{GCB={name}}}", ALL))
    found.update((ord(c), "Pictographic") for c in regex.findall(r"\p{Extended_Pictographic}", ALL))
    found.update((ord(c), "Consonant") for c in regex.findall(r"\p{InCB=Consonant}", ALL))
    found.update((ord(c), "Linker") for c in regex.findall(r"\p{InCB=Linker}", ALL))
    in_cluster = set(map(ord, regex.findall(r"\p{InCB=Extend}", ALL)))
    found.update((c, "Extend_Only") for c in [*found] if found[c] == "Extend" and c not in in_cluster)
    return {c: GRAPHEME_CLASSES.index(name) + 1 for c, name in found.items()}


def case_variants():
    """Code points that match one another where case is ignored."""
    folded = collections.defaultdict(list)
    for c in CODE_POINTS:
        if len(chr(c).casefold()) == 1:
            folded[chr(c).casefold()].append(c)
    same = lambda a, b: bool(pre_tokenizers.Split(Regex(rf"(?i)\x{{{a:X}}}"), "removed").pre_tokenize_str(chr(b)) == [])
    for group in folded.values():
        for c in group:
            others = [d for d in group if d != c and same(c, d)]
            if others:
                yield c, others


def case_sequences():
    """Code points that match a sequence of several where case is ignored: sharp s and "ss"."""
    for c in CODE_POINTS:
        folded = chr(c).casefold()
        if len(folded) > 1:
            pattern = Regex(f"(?i){folded}")
            if not pre_tokenizers.Split(pattern, "removed").pre_tokenize_str(chr(c)):
                yield c, [ord(d) for d in folded]


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
    yield "regex-word", regex_class(r"\w")
    for name in POSIX_BRACKETS:
        yield f"posix-{name}", regex_class(f"[[:{name}:]]")
    for name in BINARY_PROPERTIES:
        yield f"is-{name.replace('_', '').lower()}", regex_class(rf"\p{{{name}}}")


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
    yield "case-variants", dict(case_variants())
    yield "case-sequences", dict(case_sequences())


def classes():
    yield "combining-class", dict(combining_classes())
    yield "grapheme", graphemes()
    yield "split-script", pre_tokenizer_scripts()
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


def write_scripts():
    """One class a script, and the names of each class: names of a class apart by '|', classes by ' '."""
    names = collections.defaultdict(list)
    for name, members in scripts().items():
        names[members].append(name)
    table = {c: i for i, members in enumerate(names, 1) for c in members}
    text = " ".join("|".join(aliases) for aliases in names.values())
    return write_classes("script", table) + entry("script-names", text.encode())


def main(path):
    data = b"".join(write_set(*s) for s in sets()) + write_scripts()
    data += b"".join(write_map(*m) for m in maps())
    data += b"".join(write_classes(*c) for c in classes())
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    with open(path, "wb") as f:
        f.write(packer.compress(data) + packer.flush())
    print(len(data), "bytes before packing")


if __name__ == "__main__":
    main(sys.argv[1])
