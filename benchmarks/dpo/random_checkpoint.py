"""Writes a Llama of 27M parameters with random weights beside the tokenizer of another checkpoint.

usage: random_checkpoint.py TOKENIZER_FOLDER FOLDER
"""
import json
import shutil
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM

source, folder = sys.argv[1:]
with open(f"{source}/config.json", encoding="utf-8") as file:
    vocabulary = json.load(file)["vocab_size"]
torch.manual_seed(0)
model = LlamaForCausalLM(LlamaConfig(
    vocab_size=vocabulary, hidden_size=512, intermediate_size=1376, num_hidden_layers=8, num_attention_heads=8,
    num_key_value_heads=8, max_position_embeddings=1024, tie_word_embeddings=True, bos_token_id=None, eos_token_id=0))
model.save_pretrained(folder)
for name in ["tokenizer.json", "tokenizer_config.json"]:
    shutil.copy(f"{source}/{name}", folder)
print(f"{folder}: {sum(p.numel() for p in model.parameters()):,} parameters")
