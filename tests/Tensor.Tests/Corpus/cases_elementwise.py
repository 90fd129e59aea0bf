"""One operand and two, comparisons, conversions."""
import numpy as np

from corpus import ALL, FLOATS, TYPES, array, case, fails, numbers, precisely, rng

# The records of the ops promise 2 ULP; the answers asked for are the right ones but for half of one.
FUNCTION_ULPS = 3

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
            case(name, [array(dtype + " normal", shape)], {}, precisely(function), ulps=FUNCTION_ULPS)
        for name, function in [("log", np.log), ("log1p", np.log1p)]:
            x = array(dtype + " normal", shape)
            case(name, [numbers(np.abs(x.array), dtype, x.array.shape)], {}, precisely(function), ulps=FUNCTION_ULPS)
    for name, function in [("negate", np.negative), ("abs", np.abs), ("square", np.square)]:
        case(name, [array("int32 special", shape)], {}, function)
for shape in [[], [30], [4, 5]]:
    for pool in ["float32", "float64", "int32", "int32 special", "bool", "float32 normal", "float64 normal"]:
        for to in ALL:
            case("to", [array(pool, shape)], {"dtype": to}, lambda v: v.astype(TYPES[to]))
    for pool in ["float32 special", "float64 special"]:
        for to in FLOATS + ["bool"]:
            case("to", [array(pool, shape)], {"dtype": to}, lambda v: v.astype(TYPES[to]))

# Refused.
for name, function in list(BINARY.items()) + list(COMPARE.items()):
    for left, right in [([3, 4], [3]), ([2, 3], [3, 2]), ([0], [2]), ([2, 1, 3], [4, 2, 1])]:
        fails(name, [array("float32", left), array("float32", right)], {}, function if name in BINARY else lambda x, y: np.broadcast_arrays(x, y))
fails("where", [array("bool", [3]), array("int32", [2]), array("int32", [2])], {}, np.where)
