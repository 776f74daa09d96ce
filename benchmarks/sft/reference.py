"""Trains LoRA on a Llama as a usual script does, and prints peak memory and tokens a second as one JSON line.

usage: reference.py MODEL ROWS_FILE STEPS [sdpa | eager]
"""
import json
import resource
import statistics
import sys
import tempfile
import time

import peft
import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainerCallback, TrainingArguments

BATCH = 4
WARM_UP = 2


class Clock(TrainerCallback):
    """Times every optimizer step."""

    def __init__(self):
        self.seconds = []

    def on_step_begin(self, args, state, control, **_):
        self.start = time.perf_counter()

    def on_step_end(self, args, state, control, **_):
        self.seconds.append(time.perf_counter() - self.start)


model_folder, rows_file, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
attention = sys.argv[4] if len(sys.argv) > 4 else "sdpa"
transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()
tokenizer = AutoTokenizer.from_pretrained(model_folder)
with open(rows_file, encoding="utf-8") as file:
    rows = [tokenizer(json.loads(line)["text"]).input_ids + [tokenizer.eos_token_id] for line in file]
features = [{"input_ids": ids, "labels": ids} for ids in rows]
base = AutoModelForCausalLM.from_pretrained(model_folder, dtype=torch.float32, attn_implementation=attention)
model = peft.get_peft_model(
    base, peft.LoraConfig(task_type="CAUSAL_LM", r=16, lora_alpha=32, target_modules="all-linear"))


def collate(batch):
    return {name: torch.tensor([row[name] for row in batch]) for name in batch[0]}


clock = Clock()
with tempfile.TemporaryDirectory() as output:
    Trainer(
        model=model, train_dataset=features, data_collator=collate, callbacks=[clock],
        args=TrainingArguments(
            output_dir=output, max_steps=steps, per_device_train_batch_size=BATCH, learning_rate=2e-4, save_strategy="no",
            report_to="none", disable_tqdm=True, use_cpu=True, dataloader_pin_memory=False, logging_strategy="no")).train()
length = len(rows[0])
print(json.dumps({
    "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    "tokens_per_second": BATCH * length / statistics.median(clock.seconds[WARM_UP:]),
    "length": length, "attention": attention, "threads": torch.get_num_threads(), "torch": torch.__version__,
    "transformers": transformers.__version__, "peft": peft.__version__}))
