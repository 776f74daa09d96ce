"""Trains the cases of this benchmark as a usual script does, and prints one JSON line.

usage: reference.py bert|llama [--device cpu|cuda] [--scale full|tiny] [--steps N] [--batch N] [--checkpointing]
"""
import argparse
import json
import math
import resource
import statistics
import time

import peft
import torch
import transformers

GROUP = 5


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=["bert", "llama"])
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--scale", choices=["full", "tiny"], default="full")
    parser.add_argument("--steps", type=int, default=15)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--checkpointing", action="store_true")
    return parser.parse_args()


def lengths(count):
    """As in BertCase.cs."""
    return [min(66, 3 + int(-11 * math.log((i + 0.5) / count))) for i in range(count)]


def bert(options):
    tiny = options.scale == "tiny"
    config = transformers.BertConfig(
        vocab_size=512 if tiny else 30522, hidden_size=64 if tiny else 768, num_hidden_layers=2 if tiny else 12,
        num_attention_heads=4 if tiny else 12, intermediate_size=128 if tiny else 3072, num_labels=2,
        attn_implementation="sdpa")
    sizes = lengths(options.batch or 256)
    ids = torch.zeros(len(sizes), max(sizes), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, size in enumerate(sizes):
        ids[row, :size] = torch.randint(config.vocab_size, (size,))
        mask[row, :size] = 1
    batch = {"input_ids": ids, "attention_mask": mask, "labels": torch.arange(len(sizes)) % 2}
    return transformers.BertForSequenceClassification, config, "SEQ_CLS", batch, sum(sizes)


def llama(options):
    tiny = options.scale == "tiny"
    config = transformers.LlamaConfig(
        vocab_size=512 if tiny else 128256, hidden_size=64 if tiny else 4096, intermediate_size=176 if tiny else 14336,
        num_hidden_layers=2 if tiny else 32, num_attention_heads=8 if tiny else 32, num_key_value_heads=2 if tiny else 8,
        max_position_embeddings=8192, rms_norm_eps=1e-5, tie_word_embeddings=False, attn_implementation="sdpa")
    length = 128 if tiny else 2048
    ids = torch.randint(config.vocab_size, (options.batch or 2, length))
    return transformers.LlamaForCausalLM, config, "CAUSAL_LM", {"input_ids": ids, "labels": ids}, ids.numel()


def main():
    options = arguments()
    torch.manual_seed(42)
    transformers.logging.set_verbosity_error()
    device = torch.device(options.device)
    on_card = device.type == "cuda"
    dtype = torch.bfloat16 if on_card else torch.float32
    kind, config, task, batch, tokens = (bert if options.model == "bert" else llama)(options)
    # Drawn where it is wanted: no checkpoint on disk, and no second copy on the host.
    torch.set_default_dtype(dtype)
    with device:
        model = kind(config)
    torch.set_default_dtype(torch.float32)
    if options.checkpointing:
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
        model.enable_input_require_grads()
    model = peft.get_peft_model(
        model, peft.LoraConfig(task_type=task, r=16, lora_alpha=32, target_modules="all-linear"))
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=2e-4, weight_decay=0.01, fused=on_card)
    if on_card:
        torch.cuda.reset_peak_memory_stats()

    def wait():
        if on_card:
            torch.cuda.synchronize()

    def step():
        inputs = {name: tensor.to(device, non_blocking=True) for name, tensor in batch.items()}
        loss = model(**inputs).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return loss

    if on_card:
        batch = {name: tensor.pin_memory() for name, tensor in batch.items()}
    seconds = []
    for _ in range(1 + max(1, options.steps // GROUP)):
        wait()
        start = time.perf_counter()
        for _ in range(GROUP):
            loss = step()
        loss.item()
        wait()
        seconds.append((time.perf_counter() - start) / GROUP)
    median = statistics.median(seconds[1:])
    rows = len(batch["input_ids"])
    print(json.dumps({
        "side": "reference", "model": options.model, "checkpointing": options.checkpointing, "dtype": str(dtype),
        "device": torch.cuda.get_device_name() if on_card else "cpu", "torch": torch.__version__,
        "transformers": transformers.__version__, "peft": peft.__version__, "rows": rows, "tokens": tokens,
        "trainable": sum(p.numel() for p in trained), "step_seconds": median, "examples_per_second": rows / median,
        "tokens_per_second": tokens / median,
        "peak_memory_bytes": torch.cuda.max_memory_allocated() if on_card
        else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "last_loss": loss.item()}))


main()
