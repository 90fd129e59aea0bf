"""Reductions, over every set of axes."""
import numpy as np

from corpus import ALL, FLOATS, NUMBERS, U, array, case, fails, numbers, rng, subsets

# What a sum of n products may be off: 2·log2(n)·u of the sum of their sizes on either side, so twice that; never less than this many u.
SUM_FLOOR = 8
# Means, variances and norms: a sum and some roundings more, relative to the largest size that comes up.
STATISTIC_ROUNDINGS = 64

REDUCED = [[], [5], [3, 4], [2, 3, 4], [0, 3], [2, 1, 3, 2]]


def sum_error(x, axes):
    n = max(2, int(np.prod([x.shape[a] for a in axes], dtype=int)))
    size = np.abs(x.astype(np.float64)).sum(tuple(axes)).max(initial=0)
    return max(4 * np.log2(n), SUM_FLOOR) * U[x.dtype.name] * size


for shape in REDUCED:
    for axes in subsets(len(shape)):
        over, keep = tuple(axes), bool(rng.randint(0, 2))
        empty = any(shape[a] == 0 for a in axes)
        named = [a - len(shape) if rng.randint(0, 2) else a for a in axes]
        arguments = {"axes": named, "keep": keep}
        for pool in NUMBERS + ["int32 special"]:
            case("sum", [array(pool, shape)], arguments, lambda v: v.sum(over, dtype=v.dtype, keepdims=keep))
            if not empty:
                case("max", [array(pool, shape)], arguments, lambda v: v.max(over, keepdims=keep))
                case("min", [array(pool, shape)], arguments, lambda v: v.min(over, keepdims=keep))
        for pool in ALL + ["float32 special"]:
            case("any", [array(pool, shape)], arguments, lambda v: v.any(over, keepdims=keep))
            case("all", [array(pool, shape)], arguments, lambda v: v.all(over, keepdims=keep))
            case("count non-zero", [array(pool, shape)], arguments, lambda v: np.asarray(np.count_nonzero(v, over, keepdims=keep)).astype(np.int32))
        for dtype in FLOATS:
            x = array(dtype + " normal", shape)
            case("sum", [x], arguments, lambda v: v.sum(over, keepdims=keep), error=sum_error(x.array, axes))
            largest = max(1, np.abs(x.array).max(initial=0))
            error = STATISTIC_ROUNDINGS * U[dtype] * largest ** 2
            if not empty:
                case("mean", [x], arguments, lambda v: v.mean(over, keepdims=keep), error=error)
                case("norm", [x], arguments | {"order": "inf"}, lambda v: np.abs(v).max(over, keepdims=keep))
                for correction in [0, 1, 5]:
                    case("variance", [x], arguments | {"correction": correction}, lambda v: v.var(over, ddof=correction, keepdims=keep), error=error)
                    case("standard deviation", [x], arguments | {"correction": correction}, lambda v: v.std(over, ddof=correction, keepdims=keep), error=error)
            case("norm", [x], arguments | {"order": 1}, lambda v: np.abs(v).sum(over, keepdims=keep), error=sum_error(x.array, axes))
            case("norm", [x], arguments | {"order": 2}, lambda v: np.sqrt(np.square(v).sum(over, keepdims=keep)), error=error * max(1, x.array.size))
        x = array("float32 special", shape)
        x = numbers(np.where(x.array == 0, 0.0, x.array), "float32", shape)
        if not empty:
            case("max", [x], arguments, lambda v: v.max(over, keepdims=keep))
            case("min", [x], arguments, lambda v: v.min(over, keepdims=keep))
for dtype in FLOATS:
    large = 1e6 if dtype == "float32" else 1e12          # one pass would lose all digits
    x = numbers(large + np.array([0.0, 1.0, 2.0, 3.0, 4.0]), dtype)
    case("variance", [x], {"axes": [0], "keep": False, "correction": 1}, lambda v: v.var(0, ddof=1))
for shape in [[5], [3, 4], [2, 3, 4], [40]]:
    for pool in NUMBERS + ["float32 special", "float64 special", "int32 special"]:
        for name, function in [("argmax", np.argmax), ("argmin", np.argmin)]:
            case(name, [array(pool, shape)], {}, lambda v: np.asarray(function(v)).astype(np.int32))
            for axis in range(len(shape)):
                keep = bool(rng.randint(0, 2))
                case(name, [array(pool, shape)], {"axis": axis - len(shape) if keep else axis, "keep": keep}, lambda v: np.asarray(function(v, axis, keepdims=keep)).astype(np.int32))

# Refused.
for name, function in [("sum", np.sum), ("max", np.max), ("min", np.min), ("any", np.any), ("all", np.all), ("count non-zero", np.count_nonzero), ("mean", np.mean), ("variance", np.var), ("standard deviation", np.std)]:
    for axes in [[2], [-3], [0, 0], [0, -2], [1, 5]]:
        arguments = {"axes": axes, "keep": False} | ({"correction": 0} if name in ["variance", "standard deviation"] else {})
        fails(name, [array("float32", [3, 4])], arguments, lambda v: function(v, tuple(axes)))
for name, function in [("max", np.max), ("min", np.min)]:
    for shape, axes in [([0], [0]), ([0, 3], [0]), ([2, 0], [0, 1])]:
        fails(name, [array("int32", shape)], {"axes": axes, "keep": False}, lambda v: function(v, tuple(axes)))
for name, function in [("argmax", np.argmax), ("argmin", np.argmin)]:
    for shape, arguments in [([0], {}), ([0, 3], {"axis": 0, "keep": False}), ([3], {"axis": 1, "keep": False}), ([3], {"axis": -2, "keep": True})]:
        fails(name, [array("float32", shape)], arguments, lambda v: function(v, arguments.get("axis")))
fails("norm", [array("float32", [0])], {"axes": [0], "keep": False, "order": "inf"}, lambda v: np.linalg.norm(v, np.inf))
