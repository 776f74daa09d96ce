"""Writes a BERT of bert-base's shape (110M parameters) with random weights: float32 safetensors and config.json.

usage: random_checkpoint.py FOLDER
"""
import sys

import torch
from transformers import BertConfig, BertForSequenceClassification

torch.manual_seed(0)
model = BertForSequenceClassification(BertConfig(vocab_size=30522, num_labels=2))
model.save_pretrained(sys.argv[1])
print(f"{sys.argv[1]}: {sum(p.numel() for p in model.parameters()):,} parameters")
