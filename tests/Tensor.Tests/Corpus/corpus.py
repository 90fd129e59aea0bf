"""The format of the corpus, and what its cases are made of.

"pools" holds numbers by name; "cases" is a list of
  {"o": operation, "x": inputs, "a": arguments, "t": dtype, "s": shape, "d": elements in base64, "u": ULPs, "e": absolute tolerance, "z": true}
or, where NumPy raises, {"o", "x", "a", "fails": true}. Without "u" and "e" the elements must be the same bits (any NaN is NaN; with "z" or "e"
-0 is 0).
An input is [pool, first element, shape, views] or ["numbers", dtype, shape, elements, views]: a view is ["slice", per axis a number or
[start, stop, step]], ["permute", axes] or ["expand", shape].
"""
import base64
import itertools
import warnings

import numpy as np

warnings.simplefilter("ignore", RuntimeWarning)
rng = np.random.RandomState(20)
TYPES = {"float32": np.float32, "float64": np.float64, "int32": np.int32, "bool": np.bool_}
FLOATS = ["float32", "float64"]
NUMBERS = FLOATS + ["int32"]
ALL = NUMBERS + ["bool"]
U = {"float32": 2.0 ** -24, "float64": 2.0 ** -53}

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
answers = {}                                # of each operation, as arrays


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
    return Input(["numbers", dtype, list(array.shape), [encode(v, dtype) for v in array.ravel()], []], array)


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
    return Input(x.recipe[:-1] + [x.recipe[-1] + [list(step)]], array)


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
    answers.setdefault(op, []).append(([x.array for x in inputs], arguments, y))


def precisely(function):
    """What NumPy answers in its widest format, rounded once. In float32 and float64 it may be several ULPs off, and other ones on another processor."""
    return lambda *v: np.asarray(function(*[x.astype(np.longdouble) for x in v])).astype(v[0].dtype)


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
