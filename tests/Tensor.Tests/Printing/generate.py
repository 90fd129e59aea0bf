"""Writes expected.json: what NumPy's str() prints for each case. Run with NumPy 1.24: python3 generate.py

A case gives its elements either as "values" (row-major, as strings that both languages parse) or as a "ramp":
element i is start + i * step, computed in float64 (the numbers are chosen so that nothing rounds in float32).
"""
import json
import os
import random

import numpy as np

random.seed(1)
cases = []
TYPES = {"float32": np.float32, "float64": np.float64, "int32": np.int32, "bool": np.bool_}


def text(value, dtype):
    if dtype == "bool":
        return "1" if value else "0"
    if dtype == "int32":
        return str(int(value))
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(repr(float(value)), repr(float(value)))


def case(name, dtype, values, shape=None):
    array = np.array(values, dtype=TYPES[dtype])
    if shape is not None:
        array = array.reshape(shape)
    cases.append({"name": f"{name}, {dtype}", "dtype": dtype, "shape": list(array.shape),
                  "values": [text(v, dtype) for v in array.ravel()], "text": str(array) if array.ndim else str(array[()])})


def ramp(name, dtype, shape, start, step):
    array = (start + np.arange(int(np.prod(shape)), dtype=np.float64) * step).astype(TYPES[dtype]).reshape(shape)
    cases.append({"name": f"{name}, {dtype}", "dtype": dtype, "shape": list(shape), "ramp": [float(start), float(step)], "text": str(array)})


def floats(name, values, shape=None):
    case(name, "float32", values, shape)
    case(name, "float64", values, shape)


nan, inf = float("nan"), float("inf")
for number in [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 1e-4, 9.9e-5, 1e-5, 123456789.0, 1e15, 1e16, 1.5e16, 1e30, -2.5e-30, nan, inf, -inf, 16777216.0, 3.4e38]:
    floats(f"number {number!r}", number)
for number in [0, -7, 2147483647, -2147483648]:
    case(f"number {number}", "int32", number)
for number in [True, False]:
    case(f"number {number}", "bool", number)

floats("vector of ones", [1, 1, 1])
floats("halves", [0.5, 1.5, -2.5])
floats("thirds", [1 / 3, 2 / 3, -1 / 3])
floats("tenths", [0.1, 0.2, 0.3, 0.7])
floats("width of integers", [1, 10, 100, -1000])
floats("many sizes", [1e-3, 1, 2])
floats("ratio 1000", [1, 1000])
floats("ratio above 1000", [1, 1000.5])
floats("small", [1e-4, 2e-4])
floats("smaller", [9.9e-5, 1])
floats("large", [99999999, 1])
floats("larger", [1e8, 1e8 + 8])
floats("with zero", [0, 1e-5])
floats("zeros", [0, -0.0, 0])
floats("far exponents", [1e-30, 1e30])
case("three-digit exponents", "float64", [1e-300, 1e10, 1])
case("largest", "float64", [1.7976931348623157e308, 5e-324])
case("largest", "float32", [3.4028234663852886e38, 1.401298464324817e-45])
floats("nan", [nan, 1.5, 2])
floats("only nan", [nan, nan])
floats("only inf", [inf, inf])
floats("minus inf", [-inf, inf, nan])
floats("inf among decimals", [inf, 0.25, -1.125])
floats("nan among powers", [nan, 1e10, -inf, -1e-10])
floats("ties at eight decimals", [0.001953125, 0.005859375, 1.0], None)
floats("ties of powers", [1.0000000005 * 2 ** -40, 3.0 * 2 ** -37, 1e9])
floats("rounds up to ten", [0.999999999, 9.9999999999])
floats("rounds up, powers", [9.9999999999e10, 1.5])
floats("pi", [3.14159265358979, 2.71828182845905])
floats("one", [5])
floats("matrix", [[1, 2], [3, 4]])
floats("matrix of decimals", [[1.5, -2.25, 3], [0.125, 100, -7]])
floats("column", [[1], [2], [30]])
floats("three axes", list(range(12)), (2, 2, 3))
floats("four axes", list(range(16)), (2, 2, 2, 2))
floats("axes of one", [1.5], (1, 1, 1))
floats("five axes", list(range(8)), (1, 2, 2, 1, 2))
for shape in [(0,), (0, 3), (3, 0), (2, 0, 4)]:
    for dtype in TYPES:
        case(f"empty {shape}", dtype, np.zeros(shape), shape)
case("integers", "int32", [1, -20, 300])
case("integer matrix", "int32", [[1, 2], [-3, 4000]])
case("extreme integers", "int32", [2147483647, -2147483648])
case("long row", "int32", list(range(100)))
case("truths", "bool", [True, False])
case("all true", "bool", [True, True, True])
case("truth matrix", "bool", [[True, False], [False, False]])
case("long truths", "bool", [i % 3 == 0 for i in range(40)])
floats("long row", [i / 4 for i in range(60)])
floats("long row of negatives", [-i * 1.125 for i in range(30)])
floats("long matrix", [i / 8 for i in range(50)], (2, 25))
floats("long rows in three axes", [i / 8 for i in range(120)], (2, 2, 30))
floats("long row of powers", [10.0 ** (i - 8) for i in range(17)])
for k in range(8):
    scale = 10 ** random.randint(-6, 6)
    floats(f"normal numbers {k}", [random.gauss(0, scale) for _ in range(12)], (3, 4))
for k in range(6):
    floats(f"uniform numbers {k}", [random.random() for _ in range(20)], (4, 5))
for dtype in ["float32", "float64", "int32"]:
    ramp("1000 elements", dtype, (1000,), 0, 1)
    ramp("1001 elements", dtype, (1001,), 0, 1)
    ramp("summary of a matrix", dtype, (40, 30), -5, 1)
    ramp("summary of a tall matrix", dtype, (500, 3), 0, 2)
    ramp("summary of a wide matrix", dtype, (2, 700), 0, 1)
    ramp("summary of three axes", dtype, (10, 20, 30), 0, 1)
    ramp("summary of three axes, first short", dtype, (4, 20, 30), 0, 1)
    ramp("summary of four axes", dtype, (7, 7, 7, 7), 0, 1)
    ramp("summary of thin axes", dtype, (1, 1200, 1), 0, 1)
ramp("summary of halves", "float32", (1200,), -3, 0.5)
ramp("summary of large numbers", "float64", (40, 50), 1e7, 100000)
ramp("summary of truths", "bool", (50, 50), 0, 1)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json")
with open(path, "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases), "cases")
