"""Weights and images that need no file, the same as on the other side."""
import torch


def fill(module):
    for k, (name, tensor) in enumerate(sorted(module.state_dict().items()), 1):
        u = ((torch.arange(tensor.numel(), dtype=torch.float64) * 12.9898 + 78.233 * k).sin() * 43758.5453).remainder(1.0) * 2 - 1
        if name.endswith("num_batches_tracked"):
            values = u * 0
        elif name.endswith("running_var"):
            values = 1 + 0.25 * u
        elif name.endswith("running_mean"):
            values = 0.1 * u
        elif tensor.dim() >= 2:
            values = u * (6.0 / (tensor.numel() / tensor.shape[0])) ** 0.5
        elif name.endswith("weight"):
            values = 1 + 0.1 * u
        else:
            values = 0.05 * u
        tensor.copy_(values.reshape(tensor.shape))


def image(size, seed):
    c, h, w = torch.meshgrid(torch.arange(3.0), torch.arange(float(size)), torch.arange(float(size)), indexing="ij")
    waves = (0.05 * seed * h + 0.7 * c).sin() * (0.07 * seed * w - 0.3 * c).cos() + 0.5 * (0.31 * h + 0.23 * seed * w).sin()
    return waves * 1.3
