"""Saves a classifier of torchvision, filled by fill.py, with torch.save: python3 save.py NAME zip|legacy FILE."""
import sys

import torch
import torchvision

from fill import fill

name, layout, path = sys.argv[1:]
options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
with torch.no_grad():
    network = fill(getattr(torchvision.models, name)(**options))
torch.save(network.state_dict(), path, _use_new_zipfile_serialization=layout == "zip")
