"""Views: the same elements, seen otherwise."""
import itertools

import numpy as np

from corpus import array, case, fails, rng

for shape in [[], [3], [2, 3], [2, 3, 4], [1, 4, 1, 2], [0, 3]]:
    for _ in range(4):
        x = array("int32", shape)
        axes = [int(a) for a in rng.permutation(len(shape))]
        case("permute", [x], {"axes": axes}, lambda v: v.transpose(axes))
    for wider in [shape, [2] + shape, [3, 1] + shape, [max(s, 2) if s == 1 else s for s in shape]]:
        case("expand", [array("float32", shape)], {"shape": wider}, lambda v: np.broadcast_to(v, wider))
for shape, to in [([2, 6], [3, 4]), ([2, 6], [12]), ([4, 3], [2, -1]), ([4, 3], [2, 2, 3]), ([2, 3, 4], [6, 4]), ([2, 3, 4], [2, -1]), ([6], [1, 6, 1]), ([1], []), ([0, 3], [3, 0]), ([0, 3], [0]), ([2, 3, 2], [4, 3])]:
    for layout in ["dense", "permuted", "sliced", "expanded"]:
        case("reshape", [array("int32", shape, layout)], {"shape": to}, lambda v: v.reshape(to))
for shape in [[3], [2, 3], [2, 3, 4], [1, 0, 2]]:
    for a, b in itertools.product(range(-len(shape), len(shape)), repeat=2):
        if rng.randint(0, 2):
            case("move axis", [array("int32", shape)], {"source": a, "destination": b}, lambda v: np.moveaxis(v, a, b))
        if rng.randint(0, 3) == 0:
            case("transpose", [array("bool", shape)], {"first": a, "second": b}, lambda v: np.swapaxes(v, a, b))
for shape in [[], [1], [1, 3, 1], [1, 1], [2, 1, 0]]:
    case("squeeze", [array("int32", shape)], {}, lambda v: np.squeeze(v))
    for axis in range(-len(shape) - 1, len(shape) + 1):
        case("unsqueeze", [array("int32", shape)], {"axis": axis}, lambda v: np.expand_dims(v, axis))
for axis in [0, 2, -1, -3]:
    case("squeeze", [array("int32", [1, 3, 1])], {"axis": axis}, lambda v: np.squeeze(v, axis))
for pool in ["int32", "float32 special", "bool"]:
    case("section", [array(pool, [4, 3, 2])], {}, lambda v: v[1:3, ::-1, -1])
    case("section without", [array(pool, [4, 3])], {}, lambda v: v[1:, :-1])

# Refused.
for shape in [[5], [3], [2, -1, 5], [7, -1]]:
    fails("reshape", [array("int32", [3, 4])], {"shape": shape}, lambda v: v.reshape(shape))
for shape in [[4], [3, 5], [4, 3], [2, 4], []]:
    fails("expand", [array("int32", [3, 4])], {"shape": shape}, lambda v: np.broadcast_to(v, shape))
for axes in [[0], [0, 0], [0, 2], [0, 1, 2]]:
    fails("permute", [array("int32", [3, 4])], {"axes": axes}, lambda v: v.transpose(axes))
for a, b in [(2, 0), (0, -3)]:
    fails("move axis", [array("int32", [3, 4])], {"source": a, "destination": b}, lambda v: np.moveaxis(v, a, b))
    fails("transpose", [array("int32", [3, 4])], {"first": a, "second": b}, lambda v: np.swapaxes(v, a, b))
fails("squeeze", [array("int32", [1, 3])], {"axis": 1}, lambda v: np.squeeze(v, 1))
fails("squeeze", [array("int32", [1, 3])], {"axis": 2}, lambda v: np.squeeze(v, 2))
for axis in [3, -4]:
    fails("unsqueeze", [array("int32", [1, 3])], {"axis": axis}, lambda v: np.expand_dims(v, axis))
