"""Training steps of torchvision's ResNet-18, as a PyTorch user writes them; one run for every line on standard input.

Arguments: side in pixels, batch, images of a run, classes. Answers with the last loss and the process's peak in MiB.
"""
import resource
import sys

import torch
import torchvision

from deterministic import fill, image

size, batch, images, classes = map(int, sys.argv[1:])


network = torchvision.models.resnet18(num_classes=classes)
fill(network)
network.train()
optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9)
inputs = torch.stack([image(size, 0.3 + 0.1 * i) for i in range(batch)])
targets = torch.arange(batch) % classes

for _ in sys.stdin:
    for _ in range(images // batch):
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(network(inputs), targets)
        loss.backward()
        optimizer.step()
    print(loss.item(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
