"""Writes the .pth files beside it with the real PyTorch (1.13 was used): python3 make_fixtures.py

Element i of a tensor, in row-major order, is (i % 13) / 2 - 2 for floating types, i % 13 for integers and
i % 3 == 0 for bool; the tests compute the same.
"""
import os
from collections import OrderedDict

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
FLOATS = [torch.float32, torch.float64, torch.float16, torch.bfloat16]
INTEGERS = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8]


def values(count, dtype):
    i = torch.arange(count)
    if dtype == torch.bool:
        return i % 3 == 0
    return (i % 13).to(dtype) if dtype in INTEGERS else ((i % 13) / 2 - 2).to(dtype)


def dtypes():
    return OrderedDict((str(d).split(".")[1], values(6, d).view(2, 3)) for d in FLOATS + INTEGERS + [torch.bool])


def views():
    base = values(24, torch.float32)
    return OrderedDict(
        whole=base.view(4, 6),
        slice=base[6:12],
        transposed=base.view(4, 6).t(),
        scalar=base[5],
        expanded=base[3].expand(4),
        empty=torch.zeros(0, 3),
        alone=torch.tensor(2.5),
    )


def small():
    return OrderedDict([("b", values(2, torch.float32)), ("a", values(4, torch.float16).view(2, 2))])


def checkpoint():
    net = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.BatchNorm1d(1))
    for p in net.state_dict().values():
        p.copy_(values(p.numel(), p.dtype).view(p.shape))
    optimizer = torch.optim.Adam(net.parameters())
    return {"epoch": 3, "loss": 0.25, "state_dict": net.state_dict(), "optimizer": optimizer.state_dict(), "best": None, "tags": ("x", ["y"])}


def save(name, what, **options):
    torch.save(what, os.path.join(HERE, name), **options)


def legacy(name, what):
    save(name, what, _use_new_zipfile_serialization=False)


save("dtypes.zip.pth", dtypes())
legacy("dtypes.legacy.pth", dtypes())
save("views.zip.pth", views())
legacy("views.legacy.pth", views())
save("small.zip.pth", small())
legacy("small.legacy.pth", small())
save("protocol4.zip.pth", small(), pickle_protocol=4)
save("checkpoint.zip.pth", checkpoint())
legacy("checkpoint.legacy.pth", checkpoint())
save("model.zip.pth", {"model": {"net": dict(small())}, "lr": 0.1})
save("parameter.zip.pth", {"p": torch.nn.Parameter(values(6, torch.float32).view(2, 3))})
save("module.zip.pth", torch.nn.ReLU())
save("tensor.zip.pth", values(3, torch.float32))
