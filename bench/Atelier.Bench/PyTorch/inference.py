"""A classifier evaluated as a PyTorch user writes it; one run for every line on standard input.

Arguments: network, side in pixels, batch, images of a run. Answers with the scores' absolute sum and the process's peak in MiB.
"""
import resource
import sys

import torch
import torchvision

import networks
from deterministic import fill, image

name = sys.argv[1]
size, batch, images = map(int, sys.argv[2:])

options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
build = getattr(torchvision.models, name, None) or getattr(networks, name)
network = build(**options)
with torch.no_grad():
    fill(network)
network.eval()
inputs = torch.stack([image(size, 0.3 + 0.1 * i) for i in range(batch)])

for _ in sys.stdin:
    with torch.no_grad():
        total = sum(network(inputs).abs().sum().item() for _ in range(images // batch))
    print(total, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
