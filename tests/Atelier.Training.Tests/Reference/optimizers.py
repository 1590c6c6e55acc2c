"""Ten steps of PyTorch's optimizers (1.13): /usr/bin/python3 optimizers.py writes optimizers.json.

Parameter i of n: cos(0.9 i + 0.3); its gradient at step t (from 1): sin(0.7 i + 1.3 t) + 0.1 p, by the p before the step.
Learning rate of step t: 0.05 / t. The numbers are the parameters after each step, computed in float64.
"""
import json
from pathlib import Path

import torch

COUNT, STEPS = 19, 10


def run(create, decay=0.0, decoupled=False):
    i = torch.arange(COUNT, dtype=torch.float64)
    p = torch.nn.Parameter(torch.cos(0.9 * i + 0.3))
    optimizer = create([p])
    trace = []
    for t in range(1, STEPS + 1):
        rate = 0.05 / t
        optimizer.param_groups[0]["lr"] = rate
        p.grad = (torch.sin(0.7 * i + 1.3 * t) + 0.1 * p).detach()
        if decoupled:
            with torch.no_grad():
                p -= decay * rate * p
        optimizer.step()
        trace.append(p.tolist())
    return trace


optim = torch.optim
kinds = {
    "SGD": (0.9, 0.0, lambda p, wd: optim.SGD(p, lr=1, momentum=0.9, weight_decay=wd)),
    "SGD plain": (0.0, 0.0, lambda p, wd: optim.SGD(p, lr=1, weight_decay=wd)),
    "SGD Nesterov": (0.9, 0.0, lambda p, wd: optim.SGD(p, lr=1, momentum=0.9, nesterov=True, weight_decay=wd)),
    "Adam": (0.9, 0.99, lambda p, wd: optim.Adam(p, lr=1, betas=(0.9, 0.99), weight_decay=wd)),
    "RMSprop": (0.0, 0.99, lambda p, wd: optim.RMSprop(p, lr=1, alpha=0.99, weight_decay=wd)),
    "RMSprop momentum": (0.8, 0.95, lambda p, wd: optim.RMSprop(p, lr=1, alpha=0.95, momentum=0.8, weight_decay=wd)),
}
cases = []
for name, (momentum, beta, create) in kinds.items():
    for decay, decoupled in ((0.0, False), (0.1, False), (0.1, True)):
        trace = run(lambda p: create(p, 0 if decoupled else decay), decay, decoupled)
        cases.append({"kind": name, "momentum": momentum, "beta": beta, "decay": decay, "in_loss": not decoupled, "trace": trace})
trace = run(lambda p: optim.AdamW(p, lr=1, betas=(0.9, 0.99), weight_decay=0.1))
cases.append({"kind": "AdamW", "momentum": 0.9, "beta": 0.99, "decay": 0.1, "in_loss": True, "trace": trace})

rows = ",\n".join("  " + json.dumps(case) for case in cases)
head = json.dumps(torch.__version__)
Path(__file__).with_suffix(".json").write_text(f'{{\n "torch": {head},\n "cases": [\n{rows}\n ]\n}}\n')
