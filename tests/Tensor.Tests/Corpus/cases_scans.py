"""Running totals, what is sorted, and products and log-sum-exps over axes."""
import math

import numpy as np

from corpus import ALL, FLOATS, U, array, case, fails, numbers, precisely, rng, subsets

# Of log-sum-exp: a sum of exponentials and a logarithm, each of 2 ULP, where nothing cancels.
LOG_SUM_EXP_ROUNDINGS = 16
# Of a number between two others: a difference, a product and a sum, relative to the larger.
BETWEEN_ROUNDINGS = 4
SHAPES = [[1], [5], [3, 4], [2, 3, 4], [0, 3], [3, 0, 2], [40], [2, 1, 3, 2]]


def either(axis, rank):
    """The axis, or the same counted from the end."""
    return axis - rank if rng.randint(0, 2) else axis


for shape in SHAPES:
    for axis in range(len(shape)):
        arguments = {"axis": either(axis, len(shape))}
        for pool in ["int32", "int32 special"]:
            case("cumulative sum", [array(pool, shape)], arguments, lambda v: np.cumsum(v, axis, dtype=v.dtype))
            case("cumulative product", [array(pool, shape)], arguments, lambda v: np.cumprod(v, axis, dtype=v.dtype))
        for dtype in FLOATS:
            case("cumulative sum", [array(dtype, shape)], arguments, lambda v: np.cumsum(v, axis))       # multiples of 1/4
            x = array(dtype + " normal", shape)
            size = np.abs(x.array).sum(axis, initial=0).max(initial=0)
            case("cumulative sum", [x], arguments, precisely(lambda v: np.cumsum(v, axis)), error=max(1, shape[axis]) * U[dtype] * size)
            case("cumulative sum", [array(dtype + " special", shape)], arguments, precisely(lambda v: np.cumsum(v, axis)), ulps=max(1, shape[axis]))
            case("cumulative product", [x], arguments, precisely(lambda v: np.cumprod(v, axis)), ulps=max(1, shape[axis]))
            halves = numbers(2.0 ** rng.randint(-2, 3, shape) * rng.choice([-1, 1], shape), dtype, shape)
            case("cumulative product", [halves], arguments, lambda v: np.cumprod(v, axis))
            if not 0 in shape:
                case("log-sum-exp", [x], {"axes": [arguments["axis"]], "keep": False}, precisely(lambda v: np.logaddexp.reduce(v, axis)), error=LOG_SUM_EXP_ROUNDINGS * U[dtype] * max(1, np.abs(x.array).max() + math.log(40)))

        # Sorted: every dtype, ties, both zeros, NaN.
        for pool in ALL + ["float32 special", "float64 special", "int32 special"]:
            case("sort", [array(pool, shape)], arguments, lambda v: np.sort(v, axis, kind="stable"))
            case("argsort", [array(pool, shape)], arguments, lambda v: np.argsort(v, axis, kind="stable").astype(np.int32))

            def falling(v):
                """The order of what is negated: equal ones stay in order, and NaN is last again."""
                return np.argsort(~v if v.dtype == bool else -v.astype(np.int64) if v.dtype == np.int32 else -v, axis, kind="stable")

            case("sort descending", [array(pool, shape)], arguments, lambda v: np.take_along_axis(v, falling(v), axis))
            case("argsort descending", [array(pool, shape)], arguments, lambda v: falling(v).astype(np.int32))
            for k in sorted({0, min(1, shape[axis]), min(3, shape[axis]), shape[axis]}):
                first = tuple([slice(None)] * axis + [slice(0, k)])
                largest = bool(rng.randint(0, 2))

                def order(v):
                    return (falling(v) if largest else np.argsort(v, axis, kind="stable"))[first]

                more = arguments | {"k": k, "largest": largest}
                x = array(pool, shape)
                case("top-k values", [x], more, lambda v: np.take_along_axis(v, order(v), axis))
                case("top-k indices", [x], more, lambda v: order(v).astype(np.int32))

        # Between two neighbours.
        if shape[axis]:
            for dtype in FLOATS:
                keep = bool(rng.randint(0, 2))
                more = arguments | {"keep": keep}
                with_nan = array(dtype, shape)
                with_nan = numbers(np.where(rng.randint(0, 12, shape) == 0, np.nan, with_nan.array), dtype, shape)
                for x in [array(dtype, shape), with_nan]:
                    case("median", [x], more, lambda v: np.median(v, axis, keepdims=keep))
                    for q in [0, 0.25, 0.5, 1]:
                        size = 1 if x.array.size == 0 else np.nanmax(np.abs(x.array), initial=1)
                        case("quantile", [x], more | {"q": q}, precisely(lambda v: np.quantile(v, q, axis, keepdims=keep)), error=BETWEEN_ROUNDINGS * U[dtype] * size)
                x = array(dtype + " normal", shape)
                size = np.abs(x.array).max(initial=1)
                case("median", [x], more, precisely(lambda v: np.median(v, axis, keepdims=keep)), error=BETWEEN_ROUNDINGS * U[dtype] * size)
                for q in [0.1, 1 / 3, 0.9]:
                    case("quantile", [x], more | {"q": q}, precisely(lambda v: np.quantile(v, q, axis, keepdims=keep)), error=BETWEEN_ROUNDINGS * U[dtype] * size)

# Over sets of axes.
for shape in [[]] + SHAPES:
    for axes in subsets(len(shape)):
        over, keep = tuple(axes), bool(rng.randint(0, 2))
        arguments = {"axes": [either(axis, len(shape)) for axis in axes], "keep": keep}
        many = max(1, int(np.prod([shape[axis] for axis in axes], dtype=int)))
        for pool in ["int32", "int32 special"]:
            case("product", [array(pool, shape)], arguments, lambda v: v.prod(over, dtype=v.dtype, keepdims=keep))
        for dtype in FLOATS:
            case("product", [array(dtype + " normal", shape)], arguments, precisely(lambda v: v.prod(over, keepdims=keep)), ulps=many)
            halves = numbers(2.0 ** rng.randint(-2, 3, shape) * rng.choice([-1, 1], shape), dtype, shape)
            case("product", [halves], arguments, lambda v: v.prod(over, keepdims=keep))
            if not any(shape[axis] == 0 for axis in axes):
                x = array(dtype + " normal", shape)
                size = np.abs(x.array).max(initial=1) + math.log(many)
                case("log-sum-exp", [x], arguments, precisely(lambda v: np.logaddexp.reduce(v, over, keepdims=keep)), error=LOG_SUM_EXP_ROUNDINGS * U[dtype] * size)
for dtype in FLOATS:
    for rows in [[[1e4, 1e4, -1e4], [-1e4, -1e4, -1e4 - 1]], [[np.inf, 1, -np.inf], [-np.inf, 2, 3]], [[-np.inf, -np.inf, -np.inf], [np.nan, 1, 2]], [[np.inf, np.inf, 0], [np.inf, -np.inf, np.nan]]]:
        case("log-sum-exp", [numbers(rows, dtype)], {"axes": [1], "keep": False}, precisely(lambda v: np.logaddexp.reduce(v, 1)), ulps=LOG_SUM_EXP_ROUNDINGS)

# Refused.
for name, function in [("cumulative sum", np.cumsum), ("cumulative product", np.cumprod), ("sort", np.sort), ("argsort", np.argsort)]:
    for shape, axis in [([3], 1), ([3], -2), ([3, 4], 2), ([], 0)]:
        if shape or name == "sort":                                    # of a single number the others make a row of one
            fails(name, [array("float32", shape)], {"axis": axis}, lambda v: function(v, axis))
for axes in [[2], [-3], [0, 0], [0, -2]]:
    fails("product", [array("float32", [3, 4])], {"axes": axes, "keep": False}, lambda v: np.prod(v, tuple(axes)))
    fails("log-sum-exp", [array("float32", [3, 4])], {"axes": axes, "keep": False}, lambda v: np.logaddexp.reduce(v, tuple(axes)))
for q in [-0.1, 1.5, "nan"]:
    fails("quantile", [array("float32", [3])], {"q": q, "axis": 0, "keep": False}, lambda v: np.quantile(v, float(q), 0))
for axis in [1, -2]:
    fails("quantile", [array("float32", [3])], {"q": 0.5, "axis": axis, "keep": False}, lambda v: np.quantile(v, 0.5, axis))
    fails("median", [array("float32", [3])], {"axis": axis, "keep": False}, lambda v: np.median(v, axis))
fails("quantile", [array("float32", [0])], {"q": 0.5, "axis": 0, "keep": False}, lambda v: np.quantile(v, 0.5, 0))
