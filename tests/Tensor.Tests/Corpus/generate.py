"""Writes cases.json.gz: what NumPy answers to some two thousand questions. Run with NumPy 1.24: python3 generate.py

The file is one JSON object. "pools" holds numbers by name; "cases" is a list of
  {"o": operation, "x": inputs, "a": arguments, "t": dtype, "s": shape, "d": elements in base64, "u": ULPs, "e": absolute tolerance}
or, where NumPy raises, {"o", "x", "a", "fails": true}. Without "u" and "e" the elements must be the same bits (any NaN is
NaN, and with "z" -0 is 0).
An input is [pool, first element, shape, views]: a view is ["slice", per axis a number or [start, stop, step]], ["permute", axes] or
["expand", shape]; or ["numbers", dtype, shape, elements].

To add an operation: write its cases below with case(name, inputs, arguments, numpy function), or fails(...), run this script, and add the name
with a lambda to CorpusOps*.cs. An operation that is missing on either side fails the tests.

Not here, since the library answers differently on purpose: the sum of int32 is int32 (NumPy: int64) and so is asked for with dtype; sum, mean and
products of bool, mean and quotients of int32, and operands of two dtypes are errors (conversions are written out); float32 and float64 that are
NaN or outside int32 convert to 0 and to the nearest int32 (NumPy: undefined).
"""
import base64
import gzip
import itertools
import json
import os
import warnings

import numpy as np

warnings.simplefilter("ignore", RuntimeWarning)
rng = np.random.RandomState(20)
TYPES = {"float32": np.float32, "float64": np.float64, "int32": np.int32, "bool": np.bool_}
FLOATS = ["float32", "float64"]
NUMBERS = FLOATS + ["int32"]
ALL = NUMBERS + ["bool"]
U = {"float32": 2.0 ** -24, "float64": 2.0 ** -53}

# What a sum of n products may be off: 2·log2(n)·u of the sum of their sizes on either side, so twice that; never less than this many u.
SUM_FLOOR = 8
# Elementary functions: both sides within 4 ULP of the truth.
FUNCTION_ULPS = 8
# Means, variances and norms: a sum and some roundings more, relative to the largest size that comes up.
STATISTIC_ROUNDINGS = 64

POOL = 997                                  # elements of a pool; a prime, so that windows differ
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, np.nan, np.inf, -np.inf, 1e-45, -1e-40, 3e38, -3e38, 1e-30, 16777217.0, 2147483520.0, 1.5, 2.0, -7.0, 0.1]
INT_SPECIAL = [0, 1, -1, 2, -2, 7, -8, 2 ** 31 - 1, -2 ** 31, 65536, -65537, 123456789, 3, 5, 46341]
pools = {}
for name in FLOATS:
    pools[name] = (rng.randint(-32, 33, POOL) / 4).astype(TYPES[name])              # multiples of 1/4: sums and products are exact, ties are common
    pools[name + " normal"] = rng.standard_normal(POOL).astype(TYPES[name])
    pools[name + " special"] = np.array(SPECIAL, TYPES["float64"])[rng.randint(0, len(SPECIAL), POOL)].astype(TYPES[name])
pools["int32"] = rng.randint(-9, 10, POOL).astype(np.int32)
pools["int32 special"] = np.array(INT_SPECIAL, np.int64)[rng.randint(0, len(INT_SPECIAL), POOL)].astype(np.int32)
pools["bool"] = rng.randint(0, 2, POOL).astype(np.bool_)
cases = []


class Input:
    """An array and how the C# side makes it."""

    def __init__(self, recipe, array):
        self.recipe = recipe
        self.array = array


def dense(pool, shape):
    count = int(np.prod(shape, dtype=int))
    first = int(rng.randint(0, POOL - count))
    return Input([pool, first, list(shape), []], pools[pool][first:first + count].reshape(shape))


def numbers(values, dtype="int32", shape=None):
    array = np.array(values, TYPES[dtype])
    array = array if shape is None else array.reshape(shape)
    return Input(["numbers", dtype, list(array.shape), [encode(v, dtype) for v in array.ravel()]], array)


def encode(value, dtype):
    return bool(value) if dtype == "bool" else int(value) if dtype == "int32" else float(value) if np.isfinite(value) else str(value)


def view(x, *step):
    """One more view of an input."""
    kind, rest = step[0], step[1:]
    if kind == "slice":
        array = x.array[tuple(slice(*r) if isinstance(r, list) else r for r in rest)]
    elif kind == "permute":
        array = x.array.transpose(rest)
    else:
        array = np.broadcast_to(x.array, rest)
    return Input(x.recipe[:3] + [x.recipe[3] + [list(step)]], array)


def array(pool, shape, layout=None):
    """An array of a shape in some layout: without gaps, permuted, sliced with steps of either sign, or broadcast."""
    shape = list(shape)
    layout = layout or ["dense", "permuted", "sliced", "expanded"][rng.randint(0, 4)]
    if layout == "permuted" and len(shape) > 1:
        axes = [int(a) for a in rng.permutation(len(shape))]
        return view(dense(pool, [shape[axes.index(i)] for i in range(len(shape))]), "permute", *axes)
    if layout == "sliced" and shape:
        whole, steps = [], []
        for size in shape:
            step, before, after = int(rng.choice([1, 2, -1, -2])), int(rng.randint(0, 2)), int(rng.randint(0, 2))
            span = max(0, (size - 1) * abs(step) + 1) if size else 0
            whole.append(span + before + after)
            low, high = before, before + span
            steps.append([low, high, step] if step > 0 else [high - 1, low - 1 if low > 0 else None, step] if size else [0, 0, 1])
        if int(np.prod(whole)) < POOL:
            return view(dense(pool, whole), "slice", *steps)
    if layout == "expanded" and shape:
        small = [1 if size > 0 and rng.randint(0, 2) else size for size in shape]
        return view(dense(pool, small), "expand", *shape)
    return dense(pool, shape)


def case(op, inputs, arguments, function, ulps=0, error=None, zeros=False):
    with np.errstate(all="ignore"):
        y = np.asarray(function(*[x.array for x in inputs]))
    assert y.dtype.type in TYPES.values(), (op, y.dtype)
    one = {"o": op, "x": [x.recipe for x in inputs], "a": arguments, "t": y.dtype.name, "s": list(y.shape), "d": base64.b64encode(np.ascontiguousarray(y).tobytes()).decode()}
    if ulps:
        one["u"] = ulps
    if error:
        one["e"] = float(error)
    if zeros:
        one["z"] = True
    cases.append(one)


def fails(op, inputs, arguments, function):
    try:
        function(*[x.array for x in inputs])
    except Exception:
        cases.append({"o": op, "x": [x.recipe for x in inputs], "a": arguments, "fails": True})
        return
    raise AssertionError(f"NumPy does not raise: {op} {arguments}")


def subsets(rank):
    return [list(s) for n in range(rank + 1) for s in itertools.combinations(range(rank), n)]


def random_shape(most=4, low=0):
    return [int(rng.choice([0, 1, 2, 3, 4, 5], p=[.04, .16, .25, .25, .2, .1])) for _ in range(rng.randint(low, most + 1))]


def index_slices(slices):
    return tuple(slice(*s) if isinstance(s, list) else s for s in slices)


def random_slices(shape):
    result = []
    for size in shape[:rng.randint(0, len(shape) + 1)]:
        if size and rng.randint(0, 3) == 0:
            result.append(int(rng.randint(-size, size)))
        else:
            ends = [None if rng.randint(0, 3) == 0 else int(rng.randint(-size - 2, size + 3)) for _ in range(2)]
            result.append(ends + [int(rng.choice([1, 1, 2, 3, -1, -2]))])
    return result


# Views.
for _ in range(120):
    x = array(str(rng.choice(ALL)), random_shape())
    slices = random_slices(x.array.shape)
    case("slice", [x], {"slices": slices}, lambda v: v[index_slices(slices)])
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
            case("move axis", [array("int32", shape)], {"from": a, "to": b}, lambda v: np.moveaxis(v, a, b))
        if rng.randint(0, 3) == 0:
            case("transpose", [array("bool", shape)], {"from": a, "to": b}, lambda v: np.swapaxes(v, a, b))
for shape in [[], [1], [1, 3, 1], [1, 1], [2, 1, 0]]:
    case("squeeze", [array("int32", shape)], {}, lambda v: np.squeeze(v))
    for axis in range(-len(shape) - 1, len(shape) + 1):
        case("unsqueeze", [array("int32", shape)], {"axis": axis}, lambda v: np.expand_dims(v, axis))
for axis in [0, 2, -1, -3]:
    case("squeeze", [array("int32", [1, 3, 1])], {"axis": axis}, lambda v: np.squeeze(v, axis))

# Rearranging.
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

# Indexing.
INDEX_SHAPES = [[], [3], [2, 2], [1, 3], [2, 1], [0]]


def indices_for(shape, shapes=None):
    """Index inputs for some of the axes, and the axes."""
    while True:
        axes = [axis for axis in range(len(shape)) if shape[axis] and rng.randint(0, 2)]
        if axes:
            break
    chosen = [INDEX_SHAPES[rng.randint(0, len(INDEX_SHAPES) - (rng.randint(0, 8) > 0))] for _ in axes]
    try:
        np.broadcast_shapes(*[tuple(s) for s in chosen])
    except ValueError:
        return indices_for(shape)
    return axes, [numbers(rng.randint(-shape[axis], shape[axis], s), shape=s) for axis, s in zip(axes, chosen)]


def key(rank, axes, indices):
    return tuple(indices[axes.index(axis)] if axis in axes else slice(None) for axis in range(rank))


for _ in range(140):
    shape = random_shape(4, 1)
    if not any(shape):
        continue
    x, (axes, indices) = array(str(rng.choice(ALL)), shape), indices_for(shape)
    case("at", [x] + indices, {"axes": axes}, lambda v, *i: v[key(len(shape), axes, i)])
    pool = str(rng.choice(NUMBERS))
    x = array(pool, shape)
    there = x.array[key(len(shape), axes, [i.array for i in indices])]
    values = array(pool, [1 if size and rng.randint(0, 4) == 0 else size for size in there.shape[rng.randint(0, 2) if there.ndim else 0:]])

    def add(v, values, *i):
        y = v.copy()
        np.add.at(y, key(len(shape), axes, i), values)
        return y

    def put(v, values, *i):
        y = v.copy()
        y[key(len(shape), axes, i)] = values
        return y

    case("index-add", [x, values] + indices, {"axes": axes}, add)
    case("put", [x, values] + indices, {"axes": axes}, put)
for dtype in ALL:
    for shape, covered in [([5], 1), ([3, 4], 2), ([3, 4], 1), ([2, 3, 2], 3), ([2, 3, 2], 2), ([], 0), ([0, 2], 1)]:
        x, mask = array(dtype, shape), array("bool", shape[:covered])
        case("masked select", [x, mask], {}, lambda v, m: v[m])
        mask = array("bool", shape[covered // 2:])
        value = {"bool": 1, "int32": 40}.get(dtype, -0.75)
        case("masked fill", [x, mask], {"value": value}, lambda v, m: np.where(m, np.array(value, v.dtype), v))
    for shape in [[], [5], [3, 4], [2, 0], [2, 2, 3]]:
        case("non-zero", [array(dtype, shape)], {}, lambda v: np.argwhere(v).astype(np.int32))
for _ in range(60):
    dtype, shape = str(rng.choice(ALL)), random_shape(3)
    x, slices = array(dtype, shape), random_slices(shape)
    section = list(x.array[index_slices(slices)].shape)
    value = array(dtype, [1 if size and rng.randint(0, 4) == 0 else size for size in section[(rng.randint(0, 2) if section else 0):]])

    def replaced(v, value):
        y = v.copy()
        y[index_slices(slices)] = value
        return y

    case("with", [x, value], {"slices": slices}, replaced)
for dtype in ALL:
    for shape, axis in [([4], 0), ([3, 4], 0), ([3, 4], -1), ([2, 3, 2], 1)]:
        size = shape[axis]
        to = list(shape)
        to[axis] = 5
        case("gather", [array(dtype, shape), numbers(rng.randint(0, size, to), shape=to)], {"axis": axis}, lambda v, i: np.take_along_axis(v, i, axis))
        case("rows", [array(dtype, shape), numbers(rng.randint(0, size, 6))], {"axis": axis}, lambda v, i: np.take(v, i, axis))
for labels in [[0, 2, 1], [], [3]]:
    case("one-hot", [numbers(labels)], {"classes": 4}, lambda v: np.eye(4, dtype=np.float32)[v])

# Two operands.
BINARY = {"add": np.add, "subtract": np.subtract, "multiply": np.multiply, "maximum": np.maximum, "minimum": np.minimum}
COMPARE = {"less": np.less, "less or equal": np.less_equal, "greater": np.greater, "greater or equal": np.greater_equal, "equal": np.equal, "not equal": np.not_equal}
PAIRS = [([3, 4], [3, 4]), ([3, 1], [4]), ([], [2, 3]), ([2, 3], []), ([2, 1, 3], [4, 1]), ([0, 3], [1, 3]), ([1], [0]), ([40], [40])]
for name, function in list(BINARY.items()) + [("divide", np.divide)]:
    for pool in FLOATS + [f + " special" for f in FLOATS] + ([] if name == "divide" else ["int32", "int32 special"]):
        for left, right in PAIRS:
            x, y = array(pool, left), array(pool, right)
            if name in ["maximum", "minimum"] and pool.endswith("special") and pool.startswith("float"):     # which zero is larger is not said
                x, y = [numbers(np.where(each.array == 0, 0.0, each.array), each.array.dtype.name, each.array.shape) for each in (x, y)]
            case(name, [x, y], {}, function)
for name, function in COMPARE.items():
    for pool in ["float32 special", "float64 special", "float32", "int32", "int32 special", "bool"]:
        for left, right in PAIRS[:5] + PAIRS[6:7]:
            case(name, [array(pool, left), array(pool, right)], {}, function)
for left, right in PAIRS:
    case("and", [array("bool", left), array("bool", right)], {}, np.logical_and)
    case("or", [array("bool", left), array("bool", right)], {}, np.logical_or)
    for dtype in ALL:
        mask = array("bool", [2] + [1] * max(len(left), len(right)) if rng.randint(0, 3) == 0 else right)
        case("where", [mask, array(dtype, left), array(dtype, right)], {}, np.where)

# One operand.
for shape in [[], [7], [3, 4], [0, 2], [40]]:
    case("not", [array("bool", shape)], {}, np.logical_not)
    for dtype in FLOATS:
        for kind in ["", " special"]:
            for name, function in [("negate", np.negative), ("abs", np.abs), ("square", np.square)]:
                case(name, [array(dtype + kind, shape)], {}, function)
            case("sqrt", [array(dtype + kind, shape)], {}, np.sqrt)
        for name, function in [("exp", np.exp), ("expm1", np.expm1), ("sin", np.sin), ("cos", np.cos), ("tanh", np.tanh)]:
            case(name, [array(dtype + " normal", shape)], {}, function, ulps=FUNCTION_ULPS)
        for name, function in [("log", np.log), ("log1p", np.log1p)]:
            x = array(dtype + " normal", shape)
            case(name, [numbers(np.abs(x.array), dtype, x.array.shape)], {}, function, ulps=FUNCTION_ULPS)
    for name, function in [("negate", np.negative), ("abs", np.abs), ("square", np.square)]:
        case(name, [array("int32 special", shape)], {}, function)
for shape in [[], [30], [4, 5]]:
    for pool in ["float32", "float64", "int32", "int32 special", "bool", "float32 normal", "float64 normal"]:
        for to in ALL:
            case("to", [array(pool, shape)], {"dtype": to}, lambda v: v.astype(TYPES[to]))
    for pool in ["float32 special", "float64 special"]:
        for to in FLOATS + ["bool"]:
            case("to", [array(pool, shape)], {"dtype": to}, lambda v: v.astype(TYPES[to]))

# Reductions, over every set of axes.
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
                for correction in [0, 1]:
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

# Products. Multiples of 1/4 come out exactly.
for left, right in [([2, 3], [3, 4]), ([3], [3]), ([3], [3, 4]), ([2, 3], [3]), ([5, 2, 3], [3, 4]), ([2, 3], [5, 3, 4]), ([5, 2, 3], [5, 3, 1]), ([2, 1, 2, 3], [4, 3, 2]), ([0, 3], [3, 2]), ([2, 0], [0, 3]), ([4, 3], [3, 0]), ([5, 2, 3], [3]), ([3], [5, 3, 2])]:
    for dtype in FLOATS:
        case("matmul", [array(dtype, left), array(dtype, right)], {}, np.matmul)
for dtype in NUMBERS:
    case("dot", [array(dtype, [7]), array(dtype, [7])], {}, np.dot)
    for left, right in [([3], [4]), ([2, 2], [3]), ([], [2]), ([0], [2])]:
        case("outer", [array(dtype, left), array(dtype, right)], {}, np.outer)
EINSUMS = ["ij,jk->ik", "ij,jk", "ij,jk->ki", "ii", "ii->i", "ij->", "ij->ji", "ji", "i,i", "i,j", "i,i->i", "bij,bjk->bik", "bij,bkj->bki", "ij,ij->i", "ij,ij", "ij,ji",
           "i,ij,j", "i,ij,j->ij", "ij,jk,kl->il", "ij,jk,ki", "abc,cd,be->ade", "iij->j", "iji->j", "iij,ij->i", "iii", "iij,jkk->ik", "a,b,c,d->dbca", "ab,ab,ab->ba",
           "...i,...i->...", "...ij,...jk->...ik", "...ij,jk", "i...->...", "...,...", "...ii->...i", "i...j->j...i", "b...i,bij->b...j", "...ij->...", "Ab,bA", "zA,Az->z", ",", ",i", " ij , jk -> ik "]
for equation in EINSUMS:
    for dtype in NUMBERS:
        terms = equation.replace(" ", "").split("->")[0].split(",")
        sizes = {letter: int(rng.randint(1, 5)) for letter in "abcdeijklAz"}
        hidden = [int(rng.randint(1, 4)) for _ in range(rng.randint(0, 3))]
        inputs = []
        for term in terms:
            shape = []
            for at, letter in enumerate(term.replace("...", ".")):
                if letter == ".":
                    shape += [1 if rng.randint(0, 4) == 0 else size for size in hidden[(rng.randint(0, len(hidden) + 1)):]]
                else:
                    shape.append(1 if term.count(letter) == 1 and rng.randint(0, 8) == 0 else sizes[letter])
            inputs.append(array(dtype, shape))
        case("einsum", inputs, {"equation": equation}, lambda *v: np.einsum(equation, *v), zeros=True)     # the sum of one -0: NumPy starts from 0

# From a few numbers.
for start, stop, step in [(0, 5, 1), (2, 9, 3), (9, 2, -3), (5, 5, 1), (5, 2, 1), (-3, 4, 2), (2147483640, 2147483647, 3)]:
    case("arange of int32", [], {"numbers": [start, stop, step]}, lambda: np.arange(start, stop, step, dtype=np.int32))
for start, stop, step in [(0, 1, 0.25), (1, 0, -0.125), (0, 1, 0.1), (0.5, 4.5, 1), (0, -1, 1)]:
    for dtype in FLOATS:
        case("arange", [], {"numbers": [start, stop, step], "dtype": dtype}, lambda: np.arange(start, stop, step).astype(TYPES[dtype]), ulps=4)
for start, stop, count in [(0, 1, 5), (1, -1, 4), (0, 1, 1), (0, 1, 0), (3, 3, 3), (-1, 2, 8)]:
    for dtype in FLOATS:
        case("linspace", [], {"numbers": [start, stop, count], "dtype": dtype}, lambda: np.linspace(start, stop, count).astype(TYPES[dtype]), ulps=2)
for rows, columns, offset in [(3, 3, 0), (2, 4, 1), (4, 2, -1), (3, 3, 9), (3, 3, -9), (0, 2, 0)]:
    for dtype in ALL:
        case("eye", [], {"numbers": [rows, columns, offset], "dtype": dtype}, lambda: np.eye(rows, columns, offset, dtype=TYPES[dtype]))

# What is refused.
for name, function in list(BINARY.items()) + list(COMPARE.items()):
    for left, right in [([3, 4], [3]), ([2, 3], [3, 2]), ([0], [2]), ([2, 1, 3], [4, 2, 1])]:
        fails(name, [array("float32", left), array("float32", right)], {}, function if name in BINARY else lambda x, y: np.broadcast_arrays(x, y))
for slices in [[3], [-4], [0, 4], [0, 0, 0], [[None, None, 0]], [[0, 1, 1], -5]]:
    fails("slice", [array("int32", [3, 4])], {"slices": slices}, lambda v: v[index_slices(slices)])
    fails("with", [array("int32", [3, 4]), numbers(1)], {"slices": slices}, lambda v, _: v[index_slices(slices)])
for shape in [[5], [3], [2, -1, 5], [7, -1]]:
    fails("reshape", [array("int32", [3, 4])], {"shape": shape}, lambda v: v.reshape(shape))
for shape in [[4], [3, 5], [4, 3], [2, 4], []]:
    fails("expand", [array("int32", [3, 4])], {"shape": shape}, lambda v: np.broadcast_to(v, shape))
for axes in [[0], [0, 0], [0, 2], [0, 1, 2]]:
    fails("permute", [array("int32", [3, 4])], {"axes": axes}, lambda v: v.transpose(axes))
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
for axes in [[2], [0, 0], [1, -1]]:
    fails("flip", [array("int32", [3, 4])], {"axes": axes}, lambda v: np.flip(v, tuple(axes)))
for a, b in [(2, 0), (0, -3)]:
    fails("move axis", [array("int32", [3, 4])], {"from": a, "to": b}, lambda v: np.moveaxis(v, a, b))
    fails("transpose", [array("int32", [3, 4])], {"from": a, "to": b}, lambda v: np.swapaxes(v, a, b))
fails("squeeze", [array("int32", [1, 3])], {"axis": 1}, lambda v: np.squeeze(v, 1))
fails("squeeze", [array("int32", [1, 3])], {"axis": 2}, lambda v: np.squeeze(v, 2))
for axis in [3, -4]:
    fails("unsqueeze", [array("int32", [1, 3])], {"axis": axis}, lambda v: np.expand_dims(v, axis))
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
for axes, indices in [([0], [[3]]), ([0], [[-4]]), ([1], [[[0, 4]]]), ([0, 1], [[0, 1], [0, 1, 2]]), ([0, 1], [[0, 1, 2], [3, 4, 0]]), ([2], [[0]])]:
    inputs = [numbers(i) for i in indices]
    fails("at", [array("int32", [3, 4])] + inputs, {"axes": axes}, lambda v, *i: v[key(max(axes) + 1, axes, i)])
    fails("put", [array("int32", [3, 4]), numbers(1)] + inputs, {"axes": axes}, lambda v, one, *i: v[key(max(axes) + 1, axes, i)])
    fails("index-add", [array("int32", [3, 4]), numbers(1)] + inputs, {"axes": axes}, lambda v, one, *i: np.add.at(v.copy(), key(max(axes) + 1, axes, i), one))


def assign(v, values, i):
    v.copy()[i] = values


fails("put", [array("int32", [3, 4]), numbers([1, 2, 3]), numbers([0, 1])], {"axes": [0]}, assign)
fails("masked select", [array("int32", [3, 4]), array("bool", [4])], {}, lambda v, m: v[m])
fails("masked select", [array("int32", [3]), array("bool", [3, 1])], {}, lambda v, m: v[m])
fails("rows", [array("int32", [3, 4]), numbers([4])], {"axis": 1}, lambda v, i: np.take(v, i, 1))
fails("gather", [array("int32", [3]), numbers([3])], {"axis": 0}, lambda v, i: np.take_along_axis(v, i, 0))
fails("where", [array("bool", [3]), array("int32", [2]), array("int32", [2])], {}, np.where)
for left, right in [([2, 3], [2, 3]), ([], [3]), ([3], []), ([3], [4]), ([2, 2, 3], [3, 3, 2])]:
    fails("matmul", [array("float32", left), array("float32", right)], {}, np.matmul)
fails("dot", [array("float32", [3]), array("float32", [4])], {}, np.dot)
for equation, shapes in [("ij,jk->ik", [[2, 3], [4, 5]]), ("ij->k", [[2, 3]]), ("ij->ii", [[2, 3]]), ("ijk", [[2, 3]]), ("i", [[2, 3]]), ("ij,jk", [[2, 3]]), ("ij", [[2, 3], [3, 4]]), ("ii", [[2, 3]]), ("i1", [[2, 3]]), ("ij->i->j", [[2, 3]]), ("...i...", [[2, 3]]),
                         ("...i,...i", [[2, 3], [4, 3]]), ("...i->i", [[2, 3]]), ("i-j", [[2, 3]]), ("i..", [[2, 3]])]:
    fails("einsum", [array("float32", s) for s in shapes], {"equation": equation}, lambda *v: np.einsum(equation, *v))
fails("arange of int32", [], {"numbers": [0, 3, 0]}, lambda: np.arange(0, 3, 0))
fails("arange", [], {"numbers": [0, 3, 0], "dtype": "float32"}, lambda: np.arange(0.0, 3.0, 0.0))
fails("linspace", [], {"numbers": [0, 3, -1], "dtype": "float32"}, lambda: np.linspace(0, 3, -1))
fails("eye", [], {"numbers": [-1, 2, 0], "dtype": "float32"}, lambda: np.eye(-1, 2))

corpus = {"numpy": np.__version__, "pools": {name: {"t": pool.dtype.name, "d": base64.b64encode(pool.tobytes()).decode()} for name, pool in pools.items()}, "cases": cases}
text = json.dumps(corpus, separators=(",", ":"), allow_nan=False).encode()
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases.json.gz")
with open(path, "wb") as file:
    file.write(gzip.compress(text, 9, mtime=0))
print(f"{len(cases)} cases of {len({c['o'] for c in cases})} operations, {len(text)} bytes, {os.path.getsize(path)} compressed")
