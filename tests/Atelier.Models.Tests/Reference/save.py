"""Saves classifiers of torchvision, filled by fill.py, with torch.save: a line NAME zip|legacy FILE for each on standard input.

Answers with the file's name when it is written.
"""
import sys

import torch
import torchvision

from fill import fill

for line in sys.stdin:
    name, layout, path = line.split()
    options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    with torch.no_grad():
        network = fill(getattr(torchvision.models, name)(**options))
    torch.save(network.state_dict(), path, _use_new_zipfile_serialization=layout == "zip")
    print(path, flush=True)
