"""PyTorch's cross-entropy (1.13) and its gradient: /usr/bin/python3 cross_entropy.py writes cross_entropy.json.

logits[n,c] = 3 sin(1.7 n + 2.3 c), [5,4], float64; classes: 7 n mod 4; shares: softmax(cos(n + 3 c)); class weights: 0.5 + c.
The gradient is the sum over n of |d loss / d logits[n,c]| by c.
"""
import json
from pathlib import Path

import torch

n, c = torch.arange(5.0, dtype=torch.float64)[:, None], torch.arange(4.0, dtype=torch.float64)[None]
classes = (7 * torch.arange(5)) % 4
shares = torch.cos(n + 3 * c).softmax(1)
weights = 0.5 + c[0]
cases = []
for soft in (False, True):
    for smoothing in (0.0, 0.1):
        for weighted in (False, True):
            logits = (3 * torch.sin(1.7 * n + 2.3 * c)).requires_grad_()
            loss = torch.nn.functional.cross_entropy(
                logits, shares if soft else classes, weight=weights if weighted else None, label_smoothing=smoothing)
            loss.backward()
            cases.append({"soft": soft, "smoothing": smoothing, "weighted": weighted, "loss": loss.item(), "gradient": logits.grad.abs().sum(0).tolist()})
rows = ",\n".join("  " + json.dumps(case) for case in cases)
Path(__file__).with_suffix(".json").write_text(f'{{\n "torch": {json.dumps(torch.__version__)},\n "cases": [\n{rows}\n ]\n}}\n')
