"""Reductions of everything there is, and arrays that are filled with a number."""
import numpy as np

from corpus import ALL, FLOATS, NUMBERS, TYPES, U, array, case, fails, numbers, precisely, rng

# A sum of n products is off by 2·log2(n)·u of the sum of their sizes on either side; n is at most 60 here.
SUM_ROUNDINGS = 24


def replaced(v, number):
    y = v.copy()
    y[1, ::2] = number
    return y


for shape in [[], [1], [5], [3, 4], [2, 3, 4], [0], [2, 0, 3], [60]]:
    empty = 0 in shape
    for pool in ["int32", "int32 special"]:
        case("sum of all", [array(pool, shape)], {}, lambda v: v.sum(dtype=v.dtype))
        case("product of all", [array(pool, shape)], {}, lambda v: v.prod(dtype=v.dtype))
    for pool in ALL + ["float32 special", "float64 special"]:
        case("any of all", [array(pool, shape)], {}, np.any)
        case("all of all", [array(pool, shape)], {}, np.all)
        case("count all non-zero", [array(pool, shape)], {}, lambda v: np.asarray(np.count_nonzero(v)).astype(np.int32))
        case("flatten", [array(pool, shape)], {}, np.ravel)
        case("copy", [array(pool, shape)], {}, np.copy)
        if not empty and pool in NUMBERS:
            case("max of all", [array(pool, shape)], {}, np.max)
            case("min of all", [array(pool, shape)], {}, np.min)
    for dtype in FLOATS:
        case("sum of all", [array(dtype, shape)], {}, np.sum)           # multiples of 1/4
        x = array(dtype + " normal", shape)
        size = np.abs(x.array).sum(initial=1)
        case("sum of all", [x], {}, precisely(np.sum), error=SUM_ROUNDINGS * U[dtype] * size)
        case("mean of all", [x], {}, precisely(np.mean), error=SUM_ROUNDINGS * U[dtype] * size)
        case("norm of all", [x], {}, precisely(lambda v: np.linalg.norm(v.ravel())), error=SUM_ROUNDINGS * U[dtype] * size)
        square = SUM_ROUNDINGS * U[dtype] * max(1, np.abs(x.array).max(initial=0) ** 2)
        case("variance of all", [x], {}, precisely(np.var), error=square)
        if x.array.size != 1:                                           # the root of 0 has no tolerance, and needs none
            case("standard deviation of all", [x], {}, precisely(np.std), error=square)
        case("product of all", [x], {}, precisely(np.prod), ulps=max(1, x.array.size))
        if not empty:
            case("log-sum-exp of all", [x], {}, precisely(lambda v: np.logaddexp.reduce(v, tuple(range(v.ndim)))), error=SUM_ROUNDINGS * U[dtype] * size)
            for name, function in [("max of all", np.max), ("min of all", np.min)]:
                x = array(dtype + " special", shape)
                case(name, [numbers(np.where(x.array == 0, 0.0, x.array), dtype, shape)], {}, function)
    for dtype in ALL:
        number = {"bool": 1, "int32": -7}.get(dtype, -0.75)
        case("zeros", [], {"shape": shape, "dtype": dtype}, lambda: np.zeros(shape, TYPES[dtype]))
        case("ones", [], {"shape": shape, "dtype": dtype}, lambda: np.ones(shape, TYPES[dtype]))
        case("full", [], {"shape": shape, "number": number, "dtype": dtype}, lambda: np.full(shape, number, TYPES[dtype]))
        case("zeros like", [array(dtype, shape)], {}, np.zeros_like)
        case("ones like", [array(dtype, shape)], {}, np.ones_like)
        case("full like", [array(dtype, shape)], {"number": number}, lambda v: np.full_like(v, number))
for dtype in ALL:
    number = {"bool": 1, "int32": -7}.get(dtype, -0.75)
    case("scalar", [], {"number": number, "dtype": dtype}, lambda: np.array(number, TYPES[dtype]))
    case("with a number", [array(dtype, [3, 4])], {"slices": [1, [None, None, 2]], "number": number}, lambda v: replaced(v, number))
for dtype in NUMBERS:
    for shape, axis, size in [([5], 0, 3), ([3, 4], 0, 5), ([3, 4], -1, 2), ([2, 3, 2], 1, 4), ([0, 2], 0, 3)]:
        to = list(shape)
        to[axis] = size

        def scattered(v, i):
            y = np.zeros(to, v.dtype)
            at = list(np.indices(v.shape, sparse=True))
            at[axis] = i
            np.add.at(y, tuple(at), v)
            return y

        case("scatter-add", [array(dtype, shape), numbers(rng.randint(0, size, shape), shape=shape)], {"axis": axis, "size": size}, scattered)


# Refused.
for name, function in [("max of all", np.max), ("min of all", np.min)]:
    fails(name, [array("float32", [2, 0])], {}, function)
fails("zeros", [], {"shape": [-1], "dtype": "float32"}, lambda: np.zeros([-1]))
fails("scatter-add", [array("int32", [2]), numbers([0, 3])], {"axis": 0, "size": 3}, lambda v, i: np.add.at(np.zeros(3), i, v))
