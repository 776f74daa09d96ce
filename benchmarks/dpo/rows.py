"""Turns HH-RLHF transcripts into pairs of messages: the first rows of a middling length whose turns alternate.

usage: rows.py TRANSCRIPTS.jsonl.gz ROWS_FILE
"""
import gzip
import json
import re
import sys

ROWS, SHORTEST, LONGEST = 96, 300, 900
ROLES = {"Human": "user", "Assistant": "assistant"}


def turns(text):
    parts = re.split(r"\n\n(Human|Assistant):", text)
    return [{"role": ROLES[who], "content": said.strip()} for who, said in zip(parts[1::2], parts[2::2])]


def usable(messages):
    return (all(m["content"] for m in messages) and messages[-1]["role"] == "assistant"
            and all(a["role"] != b["role"] for a, b in zip(messages, messages[1:])))


source, target = sys.argv[1:]
kept = []
with gzip.open(source, "rt", encoding="utf-8") as file:
    for line in file:
        row = json.loads(line)
        chosen, rejected = turns(row["chosen"]), turns(row["rejected"])
        lengths = [len(row["chosen"]), len(row["rejected"])]
        if (usable(chosen) and usable(rejected) and chosen[:-1] == rejected[:-1] and chosen != rejected
                and SHORTEST <= min(lengths) and max(lengths) <= LONGEST):
            kept.append({"prompt": chosen[:-1], "chosen": chosen[-1:], "rejected": rejected[-1:]})
        if len(kept) == ROWS:
            break
with open(target, "w", encoding="utf-8") as file:
    file.writelines(json.dumps(row) + "\n" for row in kept)
print(f"{target}: {len(kept)} pairs")
