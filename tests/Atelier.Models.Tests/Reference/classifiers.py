"""State dicts and scores of torchvision's classifiers (PyTorch 1.13, torchvision 0.14): python3 classifiers.py writes classifiers.json."""
import json
from pathlib import Path

import torch
import torchvision

from fill import fill

SIZE = 96
c, h, w = torch.meshgrid(torch.arange(3.0), torch.arange(float(SIZE)), torch.arange(float(SIZE)), indexing="ij")
image = (torch.sin(0.05 * h + 0.7 * c) * torch.cos(0.07 * w - 0.3 * c))[None]

networks = {}
options = {"googlenet": {"init_weights": False}, "inception_v3": {"init_weights": False}}
for name in ("resnet18", "resnet34", "resnet50", "squeezenet1_1", "googlenet", "inception_v3"):
    network = getattr(torchvision.models, name)(**options.get(name, {})).eval()
    with torch.no_grad():
        scores = fill(network)(image)[0]
    networks[name] = {
        "parameters": sum(p.numel() for p in network.parameters()),
        "scores": [float(f"{s:.7g}") for s in scores[:16].tolist()],
        "state_dict": {k: "x".join(map(str, v.shape)) for k, v in network.state_dict().items()},
    }

lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in networks.items())
procedure = {
    "weights": "filled by fill.py, eval, float32",
    "input": f"x[c,h,w] = sin(0.05 h + 0.7 c) * cos(0.07 w - 0.3 c), [1,3,{SIZE},{SIZE}], no further normalization",
    "scores": "the first 16 of 1000",
}
header = f'{{\n "torch": {json.dumps(torch.__version__)},\n "procedure": {json.dumps(procedure, indent=2)},\n "networks": {{\n'
Path(__file__).with_suffix(".json").write_text(header + lines + "\n }\n}\n")
