"""Statistics of every ReLU of torchvision's VGGs (PyTorch 1.13, torchvision 0.14): /usr/bin/python3 vgg.py writes vgg.json."""
import json
from pathlib import Path

import torch
import torchvision

from fill import fill

SIZE = 64
c, h, w = torch.meshgrid(torch.arange(3.0), torch.arange(float(SIZE)), torch.arange(float(SIZE)), indexing="ij")
image = (torch.sin(0.05 * h + 0.7 * c) * torch.cos(0.07 * w - 0.3 * c))[None]


def taps(features, x):
    found, block, conv = {}, 1, 0
    for layer in features:
        x = layer(x)
        if isinstance(layer, torch.nn.Conv2d):
            conv += 1
        elif isinstance(layer, torch.nn.ReLU):
            found[f"relu{block}_{conv}"] = [float(f"{x.mean().item():.7g}"), float(f"{x.std().item():.7g}")]
        elif isinstance(layer, torch.nn.MaxPool2d):
            block, conv = block + 1, 0
    return found


networks = {}
for depth in (11, 13, 16, 19):
    for suffix in ("", "_bn"):
        name = f"vgg{depth}{suffix}"
        network = getattr(torchvision.models, name)(init_weights=False).eval()
        fill(network.features)
        with torch.no_grad():
            statistics = taps(network.features, image)
        networks[name] = {
            "parameters": sum(p.numel() for p in network.parameters()),
            "feature_parameters": sum(p.numel() for p in network.features.parameters()),
            "taps": statistics,
            "state_dict": {k: "x".join(map(str, v.shape)) for k, v in network.state_dict().items()},
        }

lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in networks.items())
procedure = {
    "weights": "`features` filled by fill.py over its own state dict (names without the features. prefix), eval, float32",
    "input": f"x[c,h,w] = sin(0.05 h + 0.7 c) * cos(0.07 w - 0.3 c), [1,3,{SIZE},{SIZE}], no further normalization",
    "taps": "[mean, unbiased standard deviation] of each ReLU's output",
    "state_dict": "name: shape as AxBxC, empty for a scalar, in the state dict's order",
}
header = f'{{\n "torch": {json.dumps(torch.__version__)},\n "procedure": {json.dumps(procedure, indent=2)},\n "networks": {{\n'
Path(__file__).with_suffix(".json").write_text(header + lines + "\n }\n}\n")
