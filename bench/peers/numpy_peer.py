"""NumPy's side of the comparison. Everything that takes an out= gets one, so that no memory is allocated while it is timed."""
import numpy as np

from protocol import BINARY, PERIOD, input_range, loaded_blas, matrix, right_side, serve, value

FACTOR = np.float32(0.75)


def array(sizes, seed, scale=1.0, shift=0.0, dtype=np.float32):
    period = (value(np.arange(PERIOD), seed) * scale + shift).astype(dtype)
    return np.resize(period, sizes)


def mean(y):
    return float(np.abs(y, dtype=np.float64).mean())


def product(shape, dtype):
    form, sizes = shape.split(" ")
    m, n, k = map(int, sizes.split("x"))
    a = array((m, k), 1, dtype=dtype) if form[0] == "N" else array((k, m), 1, dtype=dtype).T
    b = array((k, n), 2, dtype=dtype) if form[1] == "N" else array((n, k), 2, dtype=dtype).T
    c = np.empty((m, n), dtype)
    return lambda: np.matmul(a, b, out=c), c


def elementwise(shape):
    op, count = shape.split(" ")
    x = array((int(count),), 1, *input_range(op))
    y = array((int(count),), 2, *input_range(op)) if op in BINARY else None
    z = np.empty_like(x)

    def sigmoid():
        np.negative(x, out=z)
        np.exp(z, out=z)
        np.add(z, np.float32(1), out=z)
        np.reciprocal(z, out=z)

    def rsqrt():
        np.sqrt(x, out=z)
        np.reciprocal(z, out=z)

    runs = {
        "exp": lambda: np.exp(x, out=z),
        "log": lambda: np.log(x, out=z),
        "tanh": lambda: np.tanh(x, out=z),
        "sigmoid": sigmoid,
        "scale": lambda: np.multiply(x, FACTOR, out=z),
        "rsqrt": rsqrt,
        "round": lambda: np.rint(x, out=z),
    }
    names = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "atan2": "arctan2", "pow": "power"}
    if op in runs:
        return runs[op], z
    function = getattr(np, names.get(op, op))
    return (lambda: function(x, y, out=z)) if op in BINARY else (lambda: function(x, out=z)), z


def reduction(shape):
    op, sizes, *axis = shape.replace(" axis", "").split(" ")
    x = array(tuple(map(int, sizes.split("x"))), 1, shift=1.0)
    axis = int(axis[0]) if axis else 0
    y = np.empty(x.sum(axis=axis).shape, np.float32)
    reduce = np.add.reduce if op == "sum" else np.maximum.reduce
    return lambda: reduce(x, axis=axis, out=y), y


def softmax(shape):
    rows, columns = map(int, shape.split("x"))
    x = array((rows, columns), 1, 8.0)
    y, row = np.empty_like(x), np.empty((rows, 1), np.float32)

    def run():
        np.max(x, axis=1, keepdims=True, out=row)
        np.subtract(x, row, out=y)
        np.exp(y, out=y)
        np.sum(y, axis=1, keepdims=True, out=row)
        np.divide(y, row, out=y)

    return run, y


def scan(shape):
    op, sizes, *axis = shape.replace(" axis", "").split(" ")
    x = array(tuple(map(int, sizes.split("x"))), 1, *((0.01, 1.0) if op == "cumprod" else (1.0, 1.0)))
    y, axis = np.empty_like(x), int(axis[0]) if axis else 0
    accumulate = np.multiply.accumulate if op == "cumprod" else np.add.accumulate
    return lambda: accumulate(x, axis=axis, out=y), y


def sort(shape):
    """Where there is no out=, what to compare is a function of the last result."""
    op, sizes, *k = shape.split(" ")
    x = array(tuple(map(int, sizes.split("x"))), 1)
    if op == "argsort":
        return lambda: np.argsort(x, axis=1), lambda order: np.take_along_axis(x, order, 1) * array(x.shape, 2)
    first = x.shape[1] - int(k[0])

    def largest():
        places = np.argpartition(x, first, axis=1)[:, first:]
        values = np.take_along_axis(x, places, 1)
        order = np.argsort(-values, axis=1)
        return np.take_along_axis(values, order, 1), np.take_along_axis(places, order, 1)

    return largest, lambda result: result[0]


def factor(shape):
    op, n = shape.split(" ")
    a = np.array(matrix(op, int(n)))
    if op == "svd":
        return lambda: np.linalg.svd(a, full_matrices=False), lambda parts: parts[1]
    part = {"cholesky": lambda parts: parts, "qr": lambda parts: parts[1], "eigh": lambda parts: parts[0]}[op]
    return lambda: getattr(np.linalg, op)(a), part


def solve(shape):
    op, n = shape.split(" ")
    a, b = np.array(matrix(op, int(n))), np.array(right_side(int(n)))
    return lambda: np.linalg.solve(a, b), lambda x: x


def prepare(work, shape):
    makers = {
        "sgemm": lambda: product(shape, np.float32),
        "dgemm": lambda: product(shape, np.float64),
        "map": lambda: elementwise(shape),
        "reduce": lambda: reduction(shape),
        "softmax": lambda: softmax(shape),
        "scan": lambda: scan(shape),
        "sort": lambda: sort(shape),
        "factor": lambda: factor(shape),
        "solve": lambda: solve(shape),
    }
    if work not in makers:
        return None
    run, y = makers[work]()

    def check():
        result = run()
        return mean(y(result) if callable(y) else y)

    return run, check


serve(f"{np.__version__}, products by {loaded_blas()}", prepare)
