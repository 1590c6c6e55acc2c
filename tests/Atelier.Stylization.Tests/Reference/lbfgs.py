"""torch.optim.LBFGS on functions with known minima (PyTorch 1.13, float64): /usr/bin/python3 lbfgs.py writes lbfgs.json."""
import json
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
EVALUATIONS = 60


def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


SCALES = torch.logspace(0, 4, 20)


def quadratic(x):
    return 0.5 * (SCALES * (x - 1) ** 2).sum()


STARTS = {
    "rosenbrock2": (rosenbrock, torch.tensor([-1.2, 1.0])),
    "rosenbrock10": (rosenbrock, torch.tensor([-1.2, 1.0] * 5)),
    "quadratic20": (quadratic, torch.zeros(20)),
}


def run(function, start, lr, history, search):
    x = start.clone().requires_grad_(True)
    optimizer = torch.optim.LBFGS([x], lr=lr, history_size=history, line_search_fn=search)
    losses, steps = [], []

    def closure():
        optimizer.zero_grad()
        loss = function(x)
        loss.backward()
        losses.append(loss.item())
        return loss

    while len(losses) < EVALUATIONS:
        before = len(losses)
        optimizer.step(closure)
        steps.append(len(losses) - before)
        if steps[-1] <= 1:
            break  # within tolerance: a further step evaluates once and stays
    return {"losses": losses[:EVALUATIONS], "evaluations_per_step": steps, "final": x.tolist(), "final_loss": function(x).item()}


runs = {}
for name, (function, start) in STARTS.items():
    for history in (3, 100):
        for search, lr in ((None, 0.5 if name.startswith("quadratic") else 0.2), ("strong_wolfe", 1.0)):
            key = f"{name}, history {history}, {search or 'no line search'}"
            runs[key] = {"function": name, "lr": lr, "history": history, "line_search": search, **run(function, start, lr, history, search)}
            print(key, len(runs[key]["losses"]), runs[key]["losses"][-1], runs[key]["final_loss"])

procedure = {
    "rosenbrock": "sum over i of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2, from [-1.2, 1, -1.2, 1, ...]",
    "quadratic20": "0.5 sum s[i] (x[i] - 1)^2 with s[i] = 10^(4 i / 19), from zeros",
    "optimizer": "max_iter 20, max_eval 25, tolerance_grad 1e-7, tolerance_change 1e-9; step(closure) until 60 evaluations or a step evaluates once only",
    "losses": "of every closure call in order, first 60; final is after the last whole step",
}
Path(__file__).with_suffix(".json").write_text(json.dumps({"torch": torch.__version__, "procedure": procedure, "runs": runs}, indent=1) + "\n")
