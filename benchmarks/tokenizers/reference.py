"""Times the reference `tokenizers` library, whose core is Rust. Prints one JSON line a measurement.

Run: python3 reference.py TEXTS.jsonl TOKENIZER_JSON NAME THREADS   (RAYON_NUM_THREADS must say the same)
"""
import json
import sys
import time

import tokenizers

CHUNK = 1000


def timed(encode, chunks):
    for chunk in chunks[: max(1, len(chunks) // 20)]:
        encode(chunk)
    start = time.perf_counter()
    tokens = sum(len(encoding) for chunk in chunks for encoding in encode(chunk))
    return time.perf_counter() - start, tokens


def main(path, tokenizer_json, name, threads):
    texts = [json.loads(line) for line in open(path, encoding="utf-8")]
    size = sum(len(text.encode()) for text in texts) / 1e6
    chunks = [texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)]
    tokenizer = tokenizers.Tokenizer.from_file(tokenizer_json)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for what, encode in (("ids", tokenizer.encode_batch_fast), ("offsets", tokenizer.encode_batch)):
        seconds, tokens = timed(encode, chunks)
        print(json.dumps({"side": "reference", "tokenizer": name, "threads": int(threads), "what": what,
                          "mb_per_s": round(size / seconds, 2), "tokens": tokens}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
