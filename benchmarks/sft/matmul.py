"""Tokens a second that the machine's matrix products allow at the model's shapes: forward and input gradient of every
frozen layer, forward and both gradients of the adapters. Prints one JSON line.

usage: matmul.py
"""
import json
import time

import torch

TOKENS, HIDDEN, INTER, VOCAB, LAYERS, RANK = 2048, 512, 1376, 32000, 8, 16
SHAPES = [(HIDDEN, HIDDEN)] * 4 + [(HIDDEN, INTER)] * 2 + [(INTER, HIDDEN)]


def seconds(rows, inner, columns, repeats=5):
    """The fastest of some products."""
    a, b = torch.randn(rows, inner), torch.randn(inner, columns)
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - start)
    return best


def layer(inputs, outputs):
    frozen = seconds(TOKENS, inputs, outputs) + seconds(TOKENS, outputs, inputs)
    down = 2 * seconds(TOKENS, inputs, RANK) + seconds(RANK, TOKENS, inputs)
    up = 2 * seconds(TOKENS, RANK, outputs) + seconds(RANK, TOKENS, outputs)
    return frozen + down + up


total = LAYERS * sum(layer(*shape) for shape in SHAPES)
total += seconds(TOKENS, HIDDEN, VOCAB) + seconds(TOKENS, VOCAB, HIDDEN)
print(json.dumps({"tokens_per_second": TOKENS / total, "threads": torch.get_num_threads()}))
