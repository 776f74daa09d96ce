"""Writes the benchmark's text: one JSON string a line, English, Korean, Chinese and code mixed, until SIZE megabytes.

Run: python3 mixed_text.py SHARED_FOLDER REPOSITORY OUT [SIZE]
"""
import glob
import json
import os
import random
import sys


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def texts(data, repository):
    for name in ("sst2/train.tsv", "agnews/dev.tsv", "agnews/test.tsv", "tinyshakespeare/input.txt", "demos/wiki_demo.txt"):
        yield from open(os.path.join(data, name), encoding="utf-8")
    for name in ("nsmc/ratings_train.txt", "korsts/sts-train.tsv"):
        for line in open(os.path.join(data, name), encoding="utf-8"):
            yield max(line.split("\t"), key=len)
    for name in sorted(glob.glob(os.path.join(data, "demos", "*.json"))):
        yield from strings(json.load(open(name, encoding="utf-8")))
    for name in sorted(glob.glob(os.path.join(repository, "src", "**", "*.cs"), recursive=True)):
        yield open(name, encoding="utf-8").read()


def main(shared, repository, out, size="50"):
    wanted = int(float(size) * 1e6)
    mix = [t.strip("\r\n") for t in texts(os.path.join(shared, "data"), repository)]
    mix = [t for t in mix if t]
    random.Random(7).shuffle(mix)
    written = passes = 0
    with open(out, "w", encoding="utf-8") as file:
        while written < wanted:
            passes += 1
            for text in mix:
                file.write(json.dumps(text, ensure_ascii=False) + "\n")
                written += len(text.encode())
                if written >= wanted:
                    break
    print(f"{written / 1e6:.1f} MB, {sum(len(t.encode()) for t in mix) / 1e6:.1f} MB of it before anything repeats")


if __name__ == "__main__":
    main(*sys.argv[1:])
