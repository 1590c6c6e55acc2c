"""Writes median_filter_values.json: inputs and scipy.ndimage.median_filter's outputs for them."""
import json
import pathlib

import numpy
from scipy.ndimage import median_filter

random = numpy.random.RandomState(8)
cases = []
for height, width, size in [(7, 9, 1), (7, 9, 3), (7, 9, 2), (12, 11, 8), (12, 11, 5), (3, 4, 8), (1, 6, 4), (6, 1, 3)]:
    image = numpy.round(random.rand(height, width, 3), 2).astype(numpy.float32) - numpy.float32(0.3)
    filtered = median_filter(image, size=[size, size, 1])
    planes = lambda a: [round(float(v), 7) for v in a.transpose(2, 0, 1).ravel()]
    cases.append({"height": height, "width": width, "size": size, "image": planes(image), "filtered": planes(filtered)})
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
pathlib.Path(__file__).with_name("median_filter_values.json").write_text(f"[\n{lines}\n]\n")
