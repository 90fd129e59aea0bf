"""What NumPy has a name for and the library two or three calls."""
import numpy as np

from corpus import FLOATS, NUMBERS, U, array, case, numbers, precisely, rng

# A few steps, each rounded, of which none cancels.
STEPS_ULPS = 8
# A difference of logarithms, or a sum over an axis: relative to the largest number that comes up.
STEPS_ROUNDINGS = 16

for dtype in NUMBERS:
    case("tensordot", [array(dtype, [2, 3, 4]), array(dtype, [3, 4, 2])], {}, np.tensordot, zeros=True)
    case("inner", [array(dtype, [3, 4]), array(dtype, [2, 4])], {}, np.inner, zeros=True)
    case("add outer", [array(dtype, [3]), array(dtype, [4])], {}, np.add.outer)
    case("clip between arrays", [array(dtype, [3, 4]), numbers([-2, -1, 0, 1], dtype), numbers(2, dtype)], {}, np.clip)
    for shape in [[5], [1], [3, 4]]:
        case("difference", [array(dtype, shape)], {}, lambda v: np.diff(v, axis=0))
        case("flat non-zero", [array(dtype, shape)], {}, lambda v: np.flatnonzero(v).astype(np.int32))
        case("array equal", [array(dtype, shape), array(dtype, shape)], {}, lambda v, w: np.asarray(np.array_equal(v, w)))
        for axis in range(len(shape)):
            case("peak to peak", [array(dtype, shape)], {"axis": axis}, lambda v: np.ptp(v, axis))
    x = array(dtype, [4])
    case("array equal", [x, x], {}, lambda v, w: np.asarray(np.array_equal(v, w)))
    for shape in [[2, 3], [3, 3], [1, 4]]:
        case("rotate", [array(dtype, shape)], {}, np.rot90)
        case("stack below", [array(dtype, shape), array(dtype, [2, shape[1]])], {}, lambda *v: np.vstack(v))
        case("stack beside", [array(dtype, shape), array(dtype, [shape[0], 2])], {}, lambda *v: np.hstack(v))
for size in [0, 1, 20]:
    case("count each", [numbers(rng.randint(0, 5, size), shape=[size])], {"size": 6}, lambda v: np.bincount(v, minlength=6).astype(np.int32))
for dtype in FLOATS:
    case("dot of all", [array(dtype, [3, 4]), array(dtype, [3, 4])], {}, np.vdot)
    case("matrix power", [array(dtype, [2, 3, 3])], {}, lambda v: np.linalg.matrix_power(v, 3))
    for shape in [[], [5], [3, 4]]:
        x, y = array(dtype + " normal", shape), array(dtype + " normal", shape)
        case("hypotenuse", [x, y], {}, precisely(np.hypot), ulps=STEPS_ULPS)
        case("log-add-exp", [x, y], {}, precisely(np.logaddexp), error=STEPS_ROUNDINGS * U[dtype] * 5)
        case("radians", [x], {}, precisely(np.deg2rad), ulps=STEPS_ULPS)
        case("round to hundredths", [x], {}, lambda v: np.round(v, 2))
        case("all close", [x, y], {}, lambda v, w: np.asarray(np.allclose(v, w)))
        near = numbers(x.array * (1 + 5e-6), dtype, shape)
        case("all close", [x, near], {}, lambda v, w: np.asarray(np.allclose(v, w)))
        for axis in range(len(shape)):
            holes = array(dtype, shape)
            holes = numbers(np.where(rng.randint(0, 3, shape) == 0, np.nan, holes.array), dtype, shape)
            case("sum without nan", [holes], {"axis": axis}, lambda v: np.nansum(v, axis), zeros=True)
            weights = numbers(rng.randint(1, 9, shape) / 4, dtype, shape)
            case("weighted average", [array(dtype, shape), weights], {"axis": axis}, precisely(lambda v, w: np.average(v, axis, w)), error=STEPS_ROUNDINGS * U[dtype] * 8)
            case("percentile", [x], {"percent": 30, "axis": axis}, precisely(lambda v: np.percentile(v, 30, axis)), error=STEPS_ROUNDINGS * U[dtype] * 3)
