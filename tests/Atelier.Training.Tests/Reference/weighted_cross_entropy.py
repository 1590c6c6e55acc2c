"""Cross-entropy with a weight per sample, in PyTorch (1.13): /usr/bin/python3 weighted_cross_entropy.py writes weighted_cross_entropy.json.

logits[n,c] = 3 sin(1.7 n + 2.3 c), [5,4], float64; classes: 7 n mod 4; weights[n] = 0.4 + 0.3 n.
loss = sum(w * cross_entropy(reduction="none")) / sum(w); the gradient is the sum over n of |d loss / d logits[n,c]| by c.
The mixed loss is l * loss(mixed logits, y_i, w_i) + (1 - l) * loss(mixed logits, y_j, w_j), with l = 0.7 and j = n + 2 mod 5.
"""
import json
from pathlib import Path

import torch

n, c = torch.arange(5.0, dtype=torch.float64)[:, None], torch.arange(4.0, dtype=torch.float64)[None]
classes = (7 * torch.arange(5)) % 4
weights = 0.4 + 0.3 * n[:, 0]
order = (torch.arange(5) + 2) % 5


def weighted(logits, targets, w, smoothing):
    losses = torch.nn.functional.cross_entropy(logits, targets, reduction="none", label_smoothing=smoothing)
    return (w * losses).sum() / w.sum()


cases = []
for mixed in (False, True):
    for smoothing in (0.0, 0.1):
        logits = (3 * torch.sin(1.7 * n + 2.3 * c)).requires_grad_()
        loss = weighted(logits, classes, weights, smoothing)
        if mixed:
            loss = 0.7 * loss + 0.3 * weighted(logits, classes[order], weights[order], smoothing)
        loss.backward()
        cases.append({"mixed": mixed, "smoothing": smoothing, "loss": loss.item(), "gradient": logits.grad.abs().sum(0).tolist()})
rows = ",\n".join("  " + json.dumps(case) for case in cases)
Path(__file__).with_suffix(".json").write_text(f'{{\n "torch": {json.dumps(torch.__version__)},\n "cases": [\n{rows}\n ]\n}}\n')
