"""From a few numbers."""
import numpy as np

from corpus import ALL, FLOATS, TYPES, case, fails

for start, stop, step in [(0, 5, 1), (2, 9, 3), (9, 2, -3), (5, 5, 1), (5, 2, 1), (-3, 4, 2), (2147483640, 2147483647, 3)]:
    case("arange of int32", [], {"start": start, "stop": stop, "step": step}, lambda: np.arange(start, stop, step, dtype=np.int32))
for start, stop, step in [(0, 1, 0.25), (1, 0, -0.125), (0, 1, 0.1), (0.5, 4.5, 1), (0, -1, 1)]:
    for dtype in FLOATS:
        case("arange", [], {"start": start, "stop": stop, "step": step, "dtype": dtype}, lambda: np.arange(start, stop, step).astype(TYPES[dtype]), ulps=4)
for start, stop, count in [(0, 1, 5), (1, -1, 4), (0, 1, 1), (0, 1, 0), (3, 3, 3), (-1, 2, 8)]:
    for dtype in FLOATS:
        case("linspace", [], {"start": start, "stop": stop, "count": count, "dtype": dtype}, lambda: np.linspace(start, stop, count).astype(TYPES[dtype]), ulps=2)
for rows, columns, offset in [(3, 3, 0), (2, 4, 1), (4, 2, -1), (3, 3, 9), (3, 3, -9), (0, 2, 0)]:
    for dtype in ALL:
        case("eye", [], {"rows": rows, "columns": columns, "offset": offset, "dtype": dtype}, lambda: np.eye(rows, columns, offset, dtype=TYPES[dtype]))

# Refused.
fails("arange of int32", [], {"start": 0, "stop": 3, "step": 0}, lambda: np.arange(0, 3, 0))
fails("arange", [], {"start": 0, "stop": 3, "step": 0, "dtype": "float32"}, lambda: np.arange(0.0, 3.0, 0.0))
fails("linspace", [], {"start": 0, "stop": 3, "count": -1, "dtype": "float32"}, lambda: np.linspace(0, 3, -1))
fails("eye", [], {"rows": -1, "columns": 2, "offset": 0, "dtype": "float32"}, lambda: np.eye(-1, 2))
