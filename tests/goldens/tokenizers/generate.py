"""Regenerates what the reference `tokenizers` library makes of the parity corpus.

    python3 generate.py zoo             writes zoo.jsonl: small tokenizers with unusual components, and their hashes
    python3 generate.py shared SHARED   writes shared.json: hashes for the tokenizers of ../shared/tokenizers
    python3 generate.py show TOKENIZER_JSON BLOCK   prints what was hashed, to find a difference

SHARED is the folder that holds tokenizers/. A hash is of BLOCK lines: what each was encoded to, alone and with its
successor, and decoded to again. The tests make the same lines and compare hashes, so they run without this stack.
"""
import hashlib
import json
import os
import sys

from tokenizers import Tokenizer

import corpus
import zoo

BLOCK = 100
SHARED_LINES = 20000
ZOO_LINES = 600
HERE = os.path.dirname(os.path.abspath(__file__))


def columns(encoding):
    numbers = lambda values: ",".join("-" if v is None else str(v) for v in values)
    return ";".join([
        numbers(encoding.ids), numbers(v for span in encoding.offsets for v in span), numbers(encoding.word_ids),
        numbers(encoding.type_ids), numbers(encoding.special_tokens_mask), numbers(encoding.sequence_ids),
        "\x1f".join(encoding.tokens)])


def record(tokenizer, line, following):
    alone = tokenizer.encode(line)
    bare = tokenizer.encode(line, following, add_special_tokens=False)
    return "\x1e".join([
        columns(alone), columns(tokenizer.encode(line, following)), columns(bare),
        tokenizer.decode(alone.ids, skip_special_tokens=False), tokenizer.decode(alone.ids, skip_special_tokens=True)])


def records(tokenizer, lines, block):
    start = block * BLOCK
    return [record(tokenizer, lines[i], lines[(i + 1) % len(lines)]) for i in range(start, min(start + BLOCK, len(lines)))]


def hashes(tokenizer, lines):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    of = lambda texts: hashlib.sha256("\x1d".join(texts).encode()).hexdigest()[:12]
    return [of(records(tokenizer, lines, block)) for block in range((len(lines) + BLOCK - 1) // BLOCK)]


def bert_cased(folder):
    """This one comes as vocab.txt alone; the reference lowers text unless it is told not to."""
    from transformers import BertTokenizer

    vocab = {line.rstrip("\n"): i for i, line in enumerate(open(os.path.join(folder, "vocab.txt"), encoding="utf-8"))}
    return BertTokenizer(vocab=vocab).backend_tokenizer


def shared(root):
    lines, found = corpus.lines(SHARED_LINES), {}
    for name in sorted(os.listdir(os.path.join(root, "tokenizers"))):
        folder = os.path.join(root, "tokenizers", name)
        if os.path.exists(os.path.join(folder, "tokenizer.json")):
            found[name] = hashes(Tokenizer.from_file(os.path.join(folder, "tokenizer.json")), lines)
        elif os.path.exists(os.path.join(folder, "vocab.txt")):
            found[name] = hashes(bert_cased(folder), lines)
    with open(os.path.join(HERE, "shared.json"), "w") as file:
        file.write("{\n" + ",\n".join(f'"{name}": "{" ".join(found[name])}"' for name in found) + "\n}\n")


def write_zoo():
    lines = corpus.lines(ZOO_LINES)
    with open(os.path.join(HERE, "zoo.jsonl"), "w", encoding="utf-8") as file:
        for name, content in zoo.zoo(corpus.sentences() * 3):
            tokenizer = Tokenizer.from_str(content)
            row = {"name": name, "hashes": " ".join(hashes(tokenizer, lines)), "tokenizer": json.loads(content)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            print(name, flush=True)


def show(path, block):
    content = open(path, encoding="utf-8").read()
    tokenizer = Tokenizer.from_str(content)
    lines = corpus.lines(SHARED_LINES)
    for line, text in zip(lines[int(block) * BLOCK :], records(tokenizer, lines, int(block))):
        print(json.dumps([line, text.replace("\x1e", "\n").replace("\x1f", "|")], ensure_ascii=False))


if __name__ == "__main__":
    {"zoo": write_zoo, "shared": shared, "show": show}[sys.argv[1]](*sys.argv[2:])
