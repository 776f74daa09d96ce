"""Writes LoRA and (IA)^3 adapters and what PEFT's add_weighted_adapter makes of them: python3 combinations.py GPT2 FOLDER

GPT2 is the base model of the set (gpt2_lora/base). FOLDER gets the adapters, and expected.safetensors with each
combination's logits for the rows of input_ids and what it adds to one weight, [out, in]. With a third argument, a folder
of combinations that the tests wrote, it loads those in PEFT and prints how far their logits are from the same ones.
"""
import json
import os
import sys

import peft
import torch
from peft import IA3Config, LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

GPT2 = dict(task_type='CAUSAL_LM', fan_in_fan_out=True)
ADAPTERS = {
    'a': LoraConfig(r=4, lora_alpha=4, target_modules=['c_attn', 'c_fc'], **GPT2),
    'b': LoraConfig(r=4, lora_alpha=8, target_modules=['c_attn', 'mlp.c_proj'], **GPT2),
    'c': LoraConfig(r=2, lora_alpha=3, use_rslora=True, target_modules=['c_attn', 'wte'], **GPT2),
    'i': IA3Config(target_modules=['c_attn', 'mlp.c_proj'], feedforward_modules=['mlp.c_proj'], **GPT2),
    'j': IA3Config(target_modules=['c_attn', 'mlp.c_proj'], feedforward_modules=['mlp.c_proj'], **GPT2),
}
# name: (adapters, weights, arguments of add_weighted_adapter)
CASES = {
    'linear': ('ab', [0.7, -0.4], dict(combination_type='linear')),
    'cat': ('abc', [0.7, -0.4, 1.5], dict(combination_type='cat')),
    'svd': ('abc', [0.7, -0.4, 1.5], dict(combination_type='svd', svd_rank=3)),
    'svd_whole': ('ab', [0.7, -0.4], dict(combination_type='svd')),
    'ties': ('ab', [0.7, 0.4], dict(combination_type='ties', density=0.6)),
    'ties_frequency': ('ab', [0.7, 0.4], dict(combination_type='ties', density=0.6, majority_sign_method='frequency')),
    'ties_svd': ('abc', [0.7, 0.4, 1.5], dict(combination_type='ties_svd', density=0.3, svd_rank=5)),
    'magnitude_prune': ('ab', [0.7, -0.4], dict(combination_type='magnitude_prune', density=0.5)),
    'magnitude_prune_svd': ('abc', [0.7, -0.4, 1.5], dict(combination_type='magnitude_prune_svd', density=0.4)),
    'ia3': ('ij', [0.7, 0.5], {}),
}
LAYER = 'h.1.attn.c_attn'
INPUT_IDS = torch.tensor([[2, 17, 45, 9, 33, 71, 3], [2, 90, 5, 61, 28, 14, 3]])


def write_adapter(name, gpt2, folder):
    torch.manual_seed(ord(name))
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(gpt2), ADAPTERS[name])
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data += 0.2 * torch.randn_like(parameter)
    model.save_pretrained(folder)
    os.remove(os.path.join(folder, 'README.md'))
    path = os.path.join(folder, 'adapter_config.json')
    with open(path) as file:
        settings = json.load(file)
    settings['base_model_name_or_path'] = 'base'
    for key in ('target_modules', 'feedforward_modules'):
        if key in settings:
            settings[key] = sorted(settings[key])
    with open(path, 'w') as file:
        json.dump(settings, file, indent=2, sort_keys=True)
        file.write('\n')


def logits_of(model):
    model.eval()
    with torch.no_grad():
        return model(input_ids=INPUT_IDS).logits.contiguous()


def expect(case, gpt2, folder):
    names, weights, arguments = CASES[case]
    model = PeftModel.from_pretrained(
        AutoModelForCausalLM.from_pretrained(gpt2), os.path.join(folder, names[0]), adapter_name=names[0])
    for name in names[1:]:
        model.load_adapter(os.path.join(folder, name), adapter_name=name)
    layer = next(module for path, module in model.named_modules() if path.endswith(LAYER))
    if arguments.get('combination_type', '').endswith('svd'):
        # This PEFT multiplies updates by their scaling twice here (mended by its pull request 3111).
        weights = [weight / layer.scaling[name] for name, weight in zip(names, weights)]
    model.base_model.add_weighted_adapter(list(names), weights, 'combined', **arguments)
    model.set_adapter('combined')
    result = {case + '/logits': logits_of(model)}
    if hasattr(layer, 'get_delta_weight') and 'i' not in names:
        result[case + '/delta'] = layer.get_delta_weight('combined').detach().T.contiguous()
    return result


def main():
    gpt2, folder = sys.argv[1:3]
    expected = os.path.join(folder, 'expected.safetensors')
    if len(sys.argv) > 3:
        logits = load_file(expected)
        for case in CASES:
            model = PeftModel.from_pretrained(
                AutoModelForCausalLM.from_pretrained(gpt2), os.path.join(sys.argv[3], case))
            print(case, float((logits_of(model) - logits[case + '/logits']).abs().max()))
        return
    for name in ADAPTERS:
        write_adapter(name, gpt2, os.path.join(folder, name))
    tensors = {'input_ids': INPUT_IDS}
    for case in CASES:
        tensors.update(expect(case, gpt2, folder))
    save_file(tensors, expected)
    print(peft.__version__, torch.__version__)


if __name__ == '__main__':
    main()
