"""Arguments: model folder, settings as JSON. Prints one JSON line: tokens a second, and a checksum of the tokens."""
import json
import os
import sys
import time

import torch
from transformers import AutoModelForCausalLM

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
settings = json.loads(sys.argv[2])
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], torch_dtype=torch.float32).eval()
prompts = torch.tensor(
    [[3 + (row * 31 + i * 17) % 400 for i in range(settings["prompt"])] for row in range(settings["batch"])]
)
how = {"do_sample": False, "num_beams": settings["beams"], "use_cache": settings["cache"], "pad_token_id": 0}
how["attention_mask"] = torch.ones_like(prompts)
model.generation_config.eos_token_id = None
with torch.no_grad():
    model.generate(prompts, max_new_tokens=4, **how)
    start, processor = time.perf_counter(), time.process_time()
    sequences = model.generate(prompts, max_new_tokens=settings["new"], **how)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
new = sequences[:, prompts.shape[1]:]
weights = torch.arange(1, new.shape[1] + 1)
print(json.dumps({
    "side": "reference",
    "tokens_per_second": new.numel() / seconds,
    "tokens_per_processor_second": new.numel() / processor,
    "checksum": int((new * weights).sum()),
}))
