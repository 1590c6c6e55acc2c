"""The lesson's three runs in PyTorch (1.13 and torchvision 0.14): /usr/bin/python3 lesson13.py writes lesson13.json.

The float64 half takes minutes with the reference BLAS and one or two with OpenBLAS.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from scipy.ndimage import median_filter

here = Path(__file__).parent
sys.path.insert(0, str(here / "../../Atelier.Models.Tests/Reference"))
from fill import fill, fraction  # noqa: E402

SIZE = 96
EVALUATIONS = 40
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
PROCEDURE = {
    "network": "torchvision vgg16_bn().features, eval, weights by fill.py (names without the features. prefix), cut after the last child that a run reads",
    "content": "0.5 + 0.25 sin(0.11 h + 0.9 c) + 0.25 cos(0.07 w - 0.5 c), c = 0..2, h and w = 0..size-1",
    "painting": "0.28 + 0.05 sin(0.45 h + 0.21 w + 1.3 c) + 0.06 cos(0.33 w - 0.17 h + 0.4 c)",
    "noise": "uniform u[c,h,w] = fract(sin(12.9898 i + 78.233) * 43758.5453), i = the flat index into [H,W,3]; "
             "then scipy.ndimage.median_filter(u as [H,W,3], size=[8,8,1]) (window from -4 to +3, mode reflect, rank 32 of 64 counted from 0)",
    "precision": "the inputs are computed in float64, cast to float32 after the transform, and widened again for the float64 run",
    "transform": "(x - mean) / std per channel with ImageNet's mean and std; the optimized tensor lives in that space, unclamped",
    "start": "content runs: transform(noise) / 2; style and both: transform(noise / 2)",
    "gram": "F F^T / numel(F) * 1e6 with F as [C, H*W]",
    "content_only": "1000 * mse(relu5_1: child 36) or mse(relu4_3: child 32); LBFGS lr 0.5",
    "style_only": "sum of mse(gram, gram of the painting) over children 5, 12, 22, 32, 42; LBFGS lr 1, history 100",
    "both": "style_only + 1e6 * mse(child 32 against the content's); LBFGS lr 1, history 100",
    "optimizer": "torch.optim.LBFGS, otherwise default: max_iter 20, max_eval 25, tolerance_grad 1e-7, tolerance_change 1e-9, no line search; steps until enough evaluations",
}
TAPS = [5, 12, 22, 32, 42]


def grid():
    return np.meshgrid(np.arange(3), np.arange(SIZE), np.arange(SIZE), indexing="ij")


def content_image():
    c, h, w = grid()
    return 0.5 + 0.25 * np.sin(0.11 * h + 0.9 * c) + 0.25 * np.cos(0.07 * w - 0.5 * c)


def painting_image():
    c, h, w = grid()
    # Low in contrast: with a stronger painting, L-BFGS without a line search overshoots and the run is chaotic from the third evaluation.
    return 0.28 + 0.05 * np.sin(0.45 * h + 0.21 * w + 1.3 * c) + 0.06 * np.cos(0.33 * w - 0.17 * h + 0.4 * c)


def noise_image():
    u = fraction(SIZE * SIZE * 3, 0).reshape(SIZE, SIZE, 3)
    return median_filter(u, size=[8, 8, 1]).transpose(2, 0, 1)


def transform(image):
    return (image - MEAN[:, None, None]) / STD[:, None, None]


def tensor(image, dtype):
    return torch.from_numpy(np.ascontiguousarray(image, np.float32)).to(dtype)[None]


def features(vgg, x, wanted):
    out = {}
    for index, layer in enumerate(vgg):
        x = layer(x)
        if index in wanted:
            out[index] = x.clone()  # the next layer may work in place
        if index == max(wanted):
            return out


def gram(f):
    flat = f.view(f.shape[1], -1)
    return flat @ flat.t() / f.numel() * 1e6


def optimize(start, loss_of, lr, history):
    image = start.clone().requires_grad_(True)
    optimizer = torch.optim.LBFGS([image], lr=lr, history_size=history)
    losses, norms = [], []

    def closure():
        optimizer.zero_grad()
        loss = loss_of(image)
        loss.backward()
        losses.append(loss.item())
        norms.append(image.grad.double().norm().item())
        return loss

    while len(losses) < EVALUATIONS:
        before = len(losses)
        optimizer.step(closure)
        if len(losses) - before <= 1:
            break  # converged or stuck: a step that only evaluates once moves no more
    return losses[:EVALUATIONS], norms[0]


def runs(dtype):
    torch.set_default_dtype(dtype)
    vgg = fill(torchvision.models.vgg16_bn().features).to(dtype).eval().requires_grad_(False)
    content, painting = tensor(transform(content_image()), dtype), tensor(transform(painting_image()), dtype)
    halved_after, halved_before = tensor(transform(noise_image()) / 2, dtype), tensor(transform(noise_image() / 2), dtype)
    content_targets = features(vgg, content, {32, 36})
    style_targets = {k: gram(f) for k, f in features(vgg, painting, TAPS).items()}

    def content_only(index):
        return lambda x: 1000 * F.mse_loss(features(vgg, x, {index})[index], content_targets[index])

    def style(found):
        return sum(F.mse_loss(gram(found[k]), style_targets[k]) for k in TAPS)

    def both(x):
        found = features(vgg, x, TAPS)
        return style(found) + 1e6 * F.mse_loss(found[32], content_targets[32])

    return {
        "content_relu5_1": optimize(halved_after, content_only(36), 0.5, 100),
        "content_relu4_3": optimize(halved_after, content_only(32), 0.5, 100),
        "style": optimize(halved_before, lambda x: style(features(vgg, x, TAPS)), 1, 100),
        "both": optimize(halved_before, both, 1, 100),
    }


single, double = runs(torch.float32), runs(torch.float64)
result = {"size": SIZE, "torch": torch.__version__, "procedure": PROCEDURE, "runs": {}}
for name in single:
    (l32, g32), (l64, g64) = single[name], double[name]
    apart = [abs(a - b) / abs(b) for a, b in zip(l32, l64)]
    result["runs"][name] = {
        "float32": l32, "float64": l64, "relative_difference": [float(f"{d:.3g}") for d in apart],
        "agree_within_half_percent_until": next((i for i, d in enumerate(apart) if not d < 0.005), len(apart)),
        "first_gradient_norm_float32": g32, "first_gradient_norm_float64": g64,
    }
    print(name, [f"{x:.5g}" for x in l64[:14]], [f"{x:.0e}" for x in apart[:20]], len(l32), g64)
noise = noise_image()
result["inputs"] = {
    name: {"mean": float(image.mean()), "std": float(image.std()), "first": [float(v) for v in image[:, 0, 0]], "last": [float(v) for v in image[:, -1, -1]]}
    for name, image in {"content": content_image(), "painting": painting_image(), "noise": noise}.items()
}
(here / "lesson13.json").write_text(json.dumps(result, indent=1) + "\n")
