"""DPO as TRL does it, on transformers and PEFT: chosen and rejected rows padded into one batch, the reference by the
disabled adapter. Prints seconds and tokens of a pair as one JSON line.

usage: reference.py MODEL ROWS_FILE BATCH EPOCHS
"""
import json
import sys
import time

import peft
import torch
import torch.nn.functional as F
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

folder, rows_file, batch, epochs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
tokenizer = AutoTokenizer.from_pretrained(folder)
torch.manual_seed(0)


def text(messages):
    return "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)


def encode(messages):
    return tokenizer(messages, add_special_tokens=False).input_ids


pairs = []
with open(rows_file, encoding="utf-8") as file:
    for row in map(json.loads, file):
        prompt = encode(text(row["prompt"]) + "<|im_start|>assistant\n")
        pairs.append([(prompt, encode(answer[0]["content"] + "<|im_end|>\n"))
                      for answer in (row["chosen"], row["rejected"])])

model = peft.get_peft_model(AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32), peft.LoraConfig(
    task_type="CAUSAL_LM", r=16, lora_alpha=32, target_modules="all-linear"))
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=5e-5)


def collate(chosen_and_rejected):
    rows = [p[0] for p in chosen_and_rejected] + [p[1] for p in chosen_and_rejected]
    longest = max(len(prompt) + len(answer) for prompt, answer in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask, learned = torch.zeros_like(ids), torch.zeros(len(rows), longest)
    for i, (prompt, answer) in enumerate(rows):
        end = len(prompt) + len(answer)
        ids[i, :end] = torch.tensor(prompt + answer)
        mask[i, :end] = 1
        learned[i, len(prompt):end] = 1
    return ids, mask, learned[:, 1:]


def log_probs(ids, mask, learned):
    logits = model(input_ids=ids, attention_mask=mask).logits[:, :-1]
    token = logits.log_softmax(-1).gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)
    return (token * learned).sum(1)


def step(rows):
    ids, mask, learned = collate(rows)
    with torch.no_grad(), model.disable_adapter():
        reference = log_probs(ids, mask, learned)
    ratio = log_probs(ids, mask, learned) - reference
    loss = -F.logsigmoid(0.1 * (ratio[:len(rows)] - ratio[len(rows):])).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return mask.numel(), int(mask.sum()), loss.item()


model.train()
for _ in range(epochs):
    start, padded, tokens, first = time.perf_counter(), 0, 0, None
    for i in range(0, len(pairs), batch):
        more = step(pairs[i:i + batch])
        padded, tokens = padded + more[0], tokens + more[1]
    seconds = time.perf_counter() - start
print(json.dumps({
    "seconds_per_pair": seconds / len(pairs), "padded_tokens_per_pair": padded / len(pairs),
    "tokens_per_pair": tokens / len(pairs), "loss": more[2], "threads": torch.get_num_threads(),
    "torch": torch.__version__, "transformers": transformers.__version__, "peft": peft.__version__}))
