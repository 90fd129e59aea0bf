"""Functions of one number and of two: rounding, roots, logarithms, angles, powers, remainders, questions; and the operators with a plain number."""
import numpy as np

from corpus import FLOATS, NUMBERS, TYPES, array, case, fails, numbers, precisely, rng

# The records of the ops promise 2 ULP; the answers asked for are the right ones but for half of one.
FUNCTION_ULPS = 3
SHAPES = [[], [7], [3, 4], [0, 2], [2, 3, 2], [40]]
PAIRS = [([3, 4], [3, 4]), ([3, 1], [4]), ([], [2, 3]), ([2, 3], []), ([2, 1, 3], [4, 1]), ([0, 3], [1, 3]), ([1], [0]), ([40], [40])]

def floor_divide(x, y):
    """NumPy's float32 rounds twice where the quotient is too large for its fraction, see differences.py."""
    return (precisely(np.floor_divide) if x.dtype == np.float32 else np.floor_divide)(x, y)


# Right to the last bit.
ROUNDING = {"floor": np.floor, "ceiling": np.ceil, "round": np.rint, "truncate": np.trunc}
QUESTIONS = {"is nan": np.isnan, "is finite": np.isfinite, "is infinite": np.isinf}
for shape in SHAPES:
    for dtype in FLOATS:
        for kind in ["", " normal", " special"]:
            for name, function in ROUNDING.items():
                case(name, [array(dtype + kind, shape)], {}, function)
            case("sign", [array(dtype + kind, shape)], {}, np.sign)
            for name, function in QUESTIONS.items():
                case(name, [array(dtype + kind, shape)], {}, function)
            case("reciprocal", [array(dtype + kind, shape)], {}, np.reciprocal)
            for low, high in [(-1, 1), (0, np.inf), (-np.inf, 0.5)]:
                case("clip", [array(dtype + kind, shape)], {"low": float(low) if np.isfinite(low) else str(low), "high": float(high) if np.isfinite(high) else str(high)},
                     lambda v: np.clip(v, v.dtype.type(low), v.dtype.type(high)))
    for pool in ["int32", "int32 special"]:
        case("sign", [array(pool, shape)], {}, np.sign)
        for name in ROUNDING:                                          # NumPy makes floats of them; the numbers are the same
            case(name, [array(pool, shape)], {}, lambda v: ROUNDING[name](v).astype(np.int32))
    for pool in ["int32 special", "bool"]:
        for name, function in QUESTIONS.items():
            case(name, [array(pool, shape)], {}, function)

# The domain of each function; at the special numbers each has an answer, if only NaN.
EVERYWHERE, POSITIVE = (-9, 9), (1e-3, 50)
FUNCTIONS = {"exp": (np.exp, EVERYWHERE), "expm1": (np.expm1, EVERYWHERE), "log": (np.log, POSITIVE), "log1p": (np.log1p, (-0.99, 50)), "log2": (np.log2, POSITIVE), "log10": (np.log10, POSITIVE),
             "sin": (np.sin, EVERYWHERE), "cos": (np.cos, EVERYWHERE), "tan": (np.tan, (-1.5, 1.5)), "arcsin": (np.arcsin, (-1, 1)), "arccos": (np.arccos, (-1, 1)), "arctan": (np.arctan, EVERYWHERE),
             "sinh": (np.sinh, EVERYWHERE), "cosh": (np.cosh, EVERYWHERE), "tanh": (np.tanh, EVERYWHERE), "reciprocal square root": (lambda v: 1 / np.sqrt(v), POSITIVE)}
LARGE = 1e5                                 # beyond it sine, cosine and tangent of a special number mean little
for name, (function, (low, high)) in FUNCTIONS.items():
    for dtype in FLOATS:
        for shape in [[], [30], [4, 5]]:
            case(name, [numbers(rng.uniform(low, high, shape), dtype, shape)], {}, precisely(function), ulps=FUNCTION_ULPS)
        for shape in [[], [20], [0, 2], [3, 4]]:
            x = array(dtype + " special", shape)
            if name in ["sin", "cos", "tan"]:
                with np.errstate(all="ignore"):
                    x = numbers(np.where(np.isfinite(x.array) & (np.abs(x.array) > LARGE), LARGE, x.array), dtype, shape)
            case(name, [x], {}, precisely(function), ulps=FUNCTION_ULPS)
for name, base in [("log2", 2.0), ("log10", 10.0)]:                    # exact at the powers
    for dtype in FLOATS:
        x = numbers([base ** n for n in range(0, 11)], dtype)
        case(name, [x], {}, lambda v: np.arange(0, 11).astype(v.dtype))

# Two operands.
for left, right in PAIRS:
    case("xor", [array("bool", left), array("bool", right)], {}, np.logical_xor)
    for dtype in FLOATS:
        x, y = numbers(rng.uniform(0.1, 5, left), dtype, left), numbers(rng.uniform(-4, 4, right), dtype, right)
        case("power", [x, y], {}, precisely(np.power), ulps=FUNCTION_ULPS)
        whole = numbers(rng.randint(-3, 4, right), dtype, right)
        case("power", [array(dtype + " special", left), whole], {}, precisely(np.power), ulps=FUNCTION_ULPS)
        case("power", [array(dtype + " special", left), array(dtype + " special", right)], {}, precisely(np.power), ulps=FUNCTION_ULPS)
        case("arctan2", [array(dtype + " normal", left), array(dtype + " normal", right)], {}, precisely(np.arctan2), ulps=FUNCTION_ULPS)
        case("arctan2", [array(dtype + " special", left), array(dtype + " special", right)], {}, precisely(np.arctan2), ulps=FUNCTION_ULPS)
        for name, function in [("remainder", np.remainder), ("floor divide", floor_divide)]:
            case(name, [array(dtype, left), array(dtype, right)], {}, function)
            case(name, [array(dtype + " special", left), array(dtype + " special", right)], {}, function)
    case("power", [array("int32", left), numbers(rng.randint(0, 12, right), shape=right)], {}, np.power)
    case("power", [array("int32 special", left), numbers(rng.randint(0, 40, right), shape=right)], {}, np.power)
    for pool in ["int32", "int32 special"]:
        for name, function in [("remainder", np.remainder), ("floor divide", floor_divide)]:
            case(name, [array(pool, left), array(pool, right)], {}, function)

# An operand that is a plain number.
BY_NUMBER = {"add a number": np.add, "subtract a number": np.subtract, "multiply by a number": np.multiply, "remainder by a number": np.remainder, "floor divide by a number": floor_divide}
QUESTIONS_OF_NUMBER = {"less than a number": np.less, "at most a number": np.less_equal, "greater than a number": np.greater, "at least a number": np.greater_equal,
                       "equal to a number": np.equal, "not equal to a number": np.not_equal}
for shape in [[], [7], [3, 4], [0, 2]]:
    for pool in NUMBERS + ["float32 special", "float64 special"]:
        for number in [2, -3] + ([0.75] if pool.startswith("float") else []):
            for name, function in list(BY_NUMBER.items()) + list(QUESTIONS_OF_NUMBER.items()):
                case(name, [array(pool, shape)], {"number": number}, lambda v: function(v, v.dtype.type(number)))
            case("subtract from a number", [array(pool, shape)], {"number": number}, lambda v: v.dtype.type(number) - v, zeros=True)       # -x + c: 0 - 0 is 0 here too
            if pool.startswith("float"):
                case("divide by a number", [array(pool, shape)], {"number": number}, lambda v: v / v.dtype.type(number))
                case("divide a number", [array(pool, shape)], {"number": number}, lambda v: v.dtype.type(number) / v)
    for dtype in FLOATS:
        for exponent in [0, 1, 2, 3, -1, -2, 0.5, -0.5, 1.5, 2.7]:
            case("power of a number", [numbers(rng.uniform(0.1, 5, shape), dtype, shape)], {"number": exponent}, precisely(lambda v: np.power(v, v.dtype.type(exponent))), ulps=FUNCTION_ULPS)
            case("power of a number", [array(dtype + " special", shape)], {"number": exponent}, precisely(lambda v: np.power(v, v.dtype.type(TYPES[dtype](exponent)))), ulps=FUNCTION_ULPS)

# Refused.
for name, function in [("power", np.power), ("remainder", np.remainder), ("floor divide", floor_divide), ("arctan2", np.arctan2)]:
    for left, right in [([3, 4], [3]), ([2, 3], [3, 2]), ([0], [2])]:
        fails(name, [array("float32", left), array("float32", right)], {}, function)
fails("xor", [array("bool", [2]), array("bool", [3])], {}, np.logical_xor)
fails("xor", [array("float32", [2]), array("float32", [2])], {}, lambda x, y: x ^ y)
