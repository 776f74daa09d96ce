"""Writes the files of this folder with torch (these: 2.14). Run it here: python3 generate.py"""
import collections
import json
import os
import zipfile

import torch

DTYPES = dict(
    F32=torch.float32, F64=torch.float64, F16=torch.float16, BF16=torch.bfloat16, I64=torch.int64,
    I32=torch.int32, I16=torch.int16, I8=torch.int8, U8=torch.uint8, BOOL=torch.bool,
)


def counting(shape, dtype):
    values = torch.arange(torch.Size(shape).numel()).reshape(shape)
    if dtype == torch.bool:
        return values % 3 == 0
    if dtype.is_floating_point:
        return (values.double() * 0.25 - 2).to(dtype)
    return values.to(dtype) if dtype == torch.uint8 else (values - 5).to(dtype)


def state_dict():
    state = collections.OrderedDict((name.lower(), counting((2, 3), dtype)) for name, dtype in DTYPES.items())
    base = counting((4, 6), torch.float32)
    state["scalar"] = torch.tensor(7.5)
    state["empty"] = torch.empty(0, 4)
    state["base"] = base
    state["tied"] = base
    state["transposed"] = base.t()
    state["rows"] = base[1:3]
    state["every_other"] = base[::2, 1::2]
    state["permuted"] = counting((2, 3, 4), torch.int16).permute(2, 0, 1)
    state["expanded"] = torch.tensor([[1.0], [2.0]]).expand(2, 3)
    state["parameter"] = torch.nn.Parameter(torch.tensor([1.0, 2.0, 3.0]))
    state["note"] = "not a tensor"
    state["step"] = 12
    state["ratio"] = 0.5
    state["flags"] = [True, None, (1, 2)]
    return state


def describe(tensor):
    flat = tensor.detach().contiguous().reshape(-1)
    return {
        "shape": list(tensor.shape),
        "dtype": next(name for name, dtype in DTYPES.items() if dtype == tensor.dtype),
        "hex": flat.view(torch.uint8).numpy().tobytes().hex() if tensor.numel() else "",
    }


class Poison:
    def __reduce__(self):
        return os.system, ("echo poisoned",)


def repack(source, target, compression, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))


state = state_dict()
linear = torch.nn.Linear(2, 2)
with torch.no_grad():
    linear.weight.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    linear.bias.copy_(torch.tensor([5.0, 6.0]))

torch.save(state, "zip.bin")
torch.save(state, "legacy.bin", _use_new_zipfile_serialization=False)
torch.save(linear.state_dict(), "module.bin")
some = {name: state[name] for name in ("f32", "base", "transposed", "note")}
torch.save(some, "protocol4.bin", pickle_protocol=4)
with open("tensors.json", "w") as out:
    tensors = {name: describe(value) for name, value in state.items() if isinstance(value, torch.Tensor)}
    json.dump(tensors, out, indent=1, sort_keys=True)
    out.write("\n")

# What must be refused.
torch.save({"c": torch.zeros(2, dtype=torch.complex64), "ok": torch.zeros(1)}, "complex.bin")
torch.save({"f8": torch.zeros(2).to(torch.float8_e4m3fn)}, "float8.bin")
torch.save({"u": torch.zeros(2, dtype=torch.uint16)}, "uint16.bin")
torch.save({"q": torch.quantize_per_tensor(torch.zeros(2), 0.1, 0, torch.qint8)}, "quantized.bin")
torch.save(linear, "whole_module.bin")
torch.save({"w": torch.zeros(1), "x": Poison()}, "poisoned.bin")
torch.jit.script(linear).save("script.bin")
repack("module.bin", "big_endian.bin", zipfile.ZIP_STORED,
       lambda name, data: b"big" if name.endswith("byteorder") else data)
repack("module.bin", "deflated.bin", zipfile.ZIP_DEFLATED, lambda name, data: data)
