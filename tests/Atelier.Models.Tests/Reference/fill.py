"""The deterministic weights of the reference runs: no file needed, the same everywhere.

The state dict's names are taken in ordinal order; u = 2 * fract(sin(12.9898 i + 78.233 (k + 1)) * 43758.5453) - 1 for the
flat element i of the k-th name (from 0). Tensors of two or more dimensions: u * sqrt(6 / fan_in); running_var: 1 + 0.25 u;
running_mean: 0.1 u; num_batches_tracked: 0; any other *.weight: 1 + 0.1 u; the rest: 0.05 u. Computed in float64.
"""
import numpy as np
import torch


def fraction(count, k):
    i = np.arange(count, dtype=np.float64)
    return np.mod(np.sin(12.9898 * i + 78.233 * (k + 1)) * 43758.5453, 1.0)


def fill(module):
    state = module.state_dict()
    for k, name in enumerate(sorted(state)):
        tensor = state[name]
        u = fraction(tensor.numel(), k) * 2 - 1
        if name.endswith("num_batches_tracked"):
            values = u * 0
        elif name.endswith("running_var"):
            values = 1 + 0.25 * u
        elif name.endswith("running_mean"):
            values = 0.1 * u
        elif tensor.dim() >= 2:
            values = u * np.sqrt(6 / (tensor.numel() / tensor.shape[0]))
        elif name.endswith("weight"):
            values = 1 + 0.1 * u
        else:
            values = 0.05 * u
        # Through float32 also for float64 networks: both precisions run the same weights.
        tensor.copy_(torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape))
    return module
