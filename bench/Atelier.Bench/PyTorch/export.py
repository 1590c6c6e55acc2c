"""Writes a classifier as an ONNX file, with the weights that the other sides have.

Arguments: network, side in pixels, file.
"""
import sys

import torch
import torchvision

import networks
from deterministic import fill, image

name, size, file = sys.argv[1], int(sys.argv[2]), sys.argv[3]

options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
build = getattr(torchvision.models, name, None) or getattr(networks, name)
network = build(**options)
with torch.no_grad():
    fill(network)
network.eval()
torch.onnx.export(
    network, image(size, 0.3)[None], file, opset_version=13, input_names=["images"], output_names=["scores"],
    dynamic_axes={"images": {0: "batch"}, "scores": {0: "batch"}})
