"""Elements in other places."""
import numpy as np

from corpus import ALL, array, case, fails, rng, subsets

for shape in [[], [4], [3, 4], [2, 3, 2], [0, 2]]:
    for axes in subsets(len(shape)):
        case("flip", [array(str(rng.choice(ALL)), shape)], {"axes": axes}, lambda v: np.flip(v, tuple(axes)))
    case("flip", [array("int32", shape)], {}, lambda v: np.flip(v))
    for shift in [0, 1, -1, 2, 5, -7, 100]:
        case("roll", [array("int32", shape)], {"shift": shift}, lambda v: np.roll(v, shift))
        for axis in range(-len(shape), len(shape)):
            if rng.randint(0, 2):
                case("roll", [array(str(rng.choice(ALL)), shape)], {"shift": shift, "axis": axis}, lambda v: np.roll(v, shift, axis))
    for count in [0, 1, 2, 3]:
        for axis in range(-len(shape), len(shape)):
            case("repeat", [array("int32", shape)], {"count": count, "axis": axis}, lambda v: np.repeat(v, count, axis))
    for counts in [[], [2], [1, 3], [2, 1], [0], [2, 0, 3], [2, 1, 3], [3, 2, 2, 1]]:
        case("tile", [array(str(rng.choice(ALL)), shape)], {"counts": counts}, lambda v: np.tile(v, counts))
for shape in [[5], [3, 4], [2, 3, 2], [1, 3], [2, 1]]:
    for dtype in ALL:
        widths = [[int(rng.randint(0, 3)), int(rng.randint(0, 3))] for _ in shape]
        value = {"bool": 1, "int32": -7}.get(dtype, -0.25)
        case("pad", [array(dtype, shape)], {"widths": widths, "value": 0}, lambda v: np.pad(v, widths))
        case("pad", [array(dtype, shape)], {"widths": widths, "value": value}, lambda v: np.pad(v, widths, constant_values=value))
    for mode in ["edge", "reflect", "symmetric"]:
        for most in [2, 4, 9]:
            widths = [[int(rng.randint(0, most)), int(rng.randint(0, most))] for _ in shape]
            case("pad", [array("int32", shape)], {"widths": widths, "mode": mode}, lambda v: np.pad(v, widths, mode))
    for _ in range(2):
        widths = [[int(rng.randint(0, size + 1)), int(rng.randint(0, size + 1))] for size in shape]
        case("pad", [array("int32", shape)], {"widths": widths, "mode": "wrap"}, lambda v: np.pad(v, widths, "wrap"))
case("pad", [array("float32", [2, 0])], {"widths": [[1, 0], [1, 2]], "value": 3}, lambda v: np.pad(v, [[1, 0], [1, 2]], constant_values=3))
for shape in [[3, 3], [2, 5], [4, 2], [2, 3, 4], [1, 1], [0, 3]]:
    for offset in [0, 1, -1, 2, -3, 9]:
        for name, function in [("upper triangle", np.triu), ("lower triangle", np.tril)]:
            case(name, [array(str(rng.choice(ALL)), shape)], {"offset": offset}, lambda v: function(v, offset))
        case("diagonal", [array("int32", shape)], {"offset": offset}, lambda v: v.diagonal(offset, -2, -1))
        case("trace", [array("float32", shape)], {"offset": offset}, lambda v: v.trace(offset, -2, -1))
        case("trace", [array("int32", shape)], {"offset": offset}, lambda v: v.trace(offset, -2, -1, dtype=np.int32))
for size in [0, 1, 3]:
    for offset in [0, 1, -2]:
        case("diag", [array(str(rng.choice(ALL)), [size])], {"offset": offset}, lambda v: np.diag(v, offset))
for dtype in ALL:
    for shapes, axis in [([[2, 3], [1, 3], [0, 3]], 0), ([[2, 3], [2, 2]], 1), ([[2, 3], [2, 2]], -1), ([[3]], 0), ([[2, 1, 2], [2, 3, 2]], -2)]:
        case("concat", [array(dtype, s) for s in shapes], {"axis": axis}, lambda *v: np.concatenate(v, axis))
    for shape, count in [([], 2), ([3], 2), ([2, 3], 3)]:
        axis = int(rng.randint(-len(shape) - 1, len(shape) + 1))
        case("stack", [array(dtype, shape) for _ in range(count)], {"axis": axis}, lambda *v: np.stack(v, axis))
for shape, parts, axis in [([6], 3, 0), ([6, 2], 2, 0), ([2, 6], 6, 1), ([2, 6], 3, -1), ([0, 2], 2, 0)]:
    for part in range(parts):
        case("split", [array("int32", shape)], {"parts": parts, "axis": axis, "part": part}, lambda v: np.split(v, parts, axis)[part])
for part in range(3):
    case("split", [array("int32", [6, 2])], {"sizes": [1, 0, 5], "axis": 0, "part": part}, lambda v: np.split(v, [1, 1], 0)[part])

# Refused.
for axes in [[2], [0, 0], [1, -1]]:
    fails("flip", [array("int32", [3, 4])], {"axes": axes}, lambda v: np.flip(v, tuple(axes)))
fails("roll", [array("int32", [3])], {"shift": 1, "axis": 1}, lambda v: np.roll(v, 1, 1))
fails("repeat", [array("int32", [3])], {"count": -1, "axis": 0}, lambda v: np.repeat(v, -1, 0))
fails("repeat", [array("int32", [3])], {"count": 2, "axis": 1}, lambda v: np.repeat(v, 2, 1))
fails("tile", [array("int32", [3])], {"counts": [-1]}, lambda v: np.tile(v, [-1]))
fails("pad", [array("int32", [3])], {"widths": [[-1, 0]], "value": 0}, lambda v: np.pad(v, [[-1, 0]]))
fails("pad", [array("int32", [3, 2])], {"widths": [[1, 0], [1, 1], [1, 1]], "value": 0}, lambda v: np.pad(v, [[1, 0], [1, 1], [1, 1]]))
for mode in ["edge", "reflect", "symmetric", "wrap"]:
    fails("pad", [array("int32", [0])], {"widths": [[1, 0]], "mode": mode}, lambda v: np.pad(v, [[1, 0]], mode))
for name, function in [("diagonal", np.diagonal), ("trace", np.trace)]:
    for shape in [[], [3]]:
        fails(name, [array("int32", shape)], {"offset": 0}, function)
fails("diag", [array("int32", [])], {"offset": 0}, np.diag)
for shapes, axis in [([[2, 3], [2]], 0), ([[2, 3], [3, 3]], 1), ([[2, 3], [2, 3]], 2), ([[]], 0)]:
    fails("concat", [array("int32", s) for s in shapes], {"axis": axis}, lambda *v: np.concatenate(v, axis))
for shapes, axis in [([[2], [3]], 0), ([[2], [2]], 2), ([[2], [2, 1]], 0)]:
    fails("stack", [array("int32", s) for s in shapes], {"axis": axis}, lambda *v: np.stack(v, axis))
fails("split", [array("int32", [5])], {"parts": 2, "axis": 0, "part": 0}, lambda v: np.split(v, 2, 0))
fails("split", [array("int32", [5])], {"parts": 0, "axis": 0, "part": 0}, lambda v: np.split(v, 0, 0))
fails("split", [array("int32", [5])], {"parts": 5, "axis": 1, "part": 0}, lambda v: np.split(v, 5, 1))
