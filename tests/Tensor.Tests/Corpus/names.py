"""What a NumPy user writes for each operation: x, y and z are the operands. docs/numpy.md shows it beside the library's call."""
import numpy as np

NAMES = {
    # Making arrays.
    "scalar": "np.array(number, dtype)", "zeros": "np.zeros(shape, dtype)", "ones": "np.ones(shape, dtype)", "full": "np.full(shape, number, dtype)",
    "zeros like": "np.zeros_like(x)", "ones like": "np.ones_like(x)", "full like": "np.full_like(x, number)",
    "arange of int32": "np.arange(start, stop, step)", "arange": "np.arange(start, stop, step, dtype)", "linspace": "np.linspace(start, stop, count, dtype=dtype)",
    "eye": "np.eye(rows, columns, offset, dtype)", "copy": "np.copy(x)",
    # Functions.
    "negate": "-x", "abs": "np.abs(x)", "sign": "np.sign(x)", "square": "np.square(x)", "sqrt": "np.sqrt(x)", "reciprocal": "np.reciprocal(x)", "reciprocal square root": "1 / np.sqrt(x)",
    "exp": "np.exp(x)", "expm1": "np.expm1(x)", "log": "np.log(x)", "log1p": "np.log1p(x)", "log2": "np.log2(x)", "log10": "np.log10(x)",
    "sin": "np.sin(x)", "cos": "np.cos(x)", "tan": "np.tan(x)", "arcsin": "np.arcsin(x)", "arccos": "np.arccos(x)", "arctan": "np.arctan(x)",
    "sinh": "np.sinh(x)", "cosh": "np.cosh(x)", "tanh": "np.tanh(x)",
    "floor": "np.floor(x)", "ceiling": "np.ceil(x)", "round": "np.rint(x)", "truncate": "np.trunc(x)", "clip": "np.clip(x, low, high)",
    "is nan": "np.isnan(x)", "is finite": "np.isfinite(x)", "is infinite": "np.isinf(x)", "not": "np.logical_not(x)", "to": "x.astype(dtype)",
    "add": "x + y", "subtract": "x - y", "multiply": "x * y", "divide": "x / y", "power": "x ** y", "remainder": "x % y", "floor divide": "x // y", "arctan2": "np.arctan2(x, y)",
    "maximum": "np.maximum(x, y)", "minimum": "np.minimum(x, y)", "less": "x < y", "less or equal": "x <= y", "greater": "x > y", "greater or equal": "x >= y", "equal": "x == y", "not equal": "x != y",
    "and": "np.logical_and(x, y)", "or": "np.logical_or(x, y)", "xor": "np.logical_xor(x, y)", "where": "np.where(x, y, z)",
    "add a number": "x + number", "subtract a number": "x - number", "subtract from a number": "number - x", "multiply by a number": "x * number", "divide by a number": "x / number",
    "divide a number": "number / x", "remainder by a number": "x % number", "floor divide by a number": "x // number", "power of a number": "x ** number",
    "less than a number": "x < number", "at most a number": "x <= number", "greater than a number": "x > number", "at least a number": "x >= number",
    "equal to a number": "x == number", "not equal to a number": "x != number",
    # Reductions.
    "sum": "np.sum(x, axes, keepdims=keep)", "product": "np.prod(x, axes, keepdims=keep)", "max": "np.max(x, axes, keepdims=keep)", "min": "np.min(x, axes, keepdims=keep)",
    "mean": "np.mean(x, axes, keepdims=keep)", "variance": "np.var(x, axes, ddof=correction, keepdims=keep)", "standard deviation": "np.std(x, axes, ddof=correction, keepdims=keep)",
    "norm": "np.linalg.norm(x, order, axes, keepdims=keep)", "log-sum-exp": "np.logaddexp.reduce(x, axes, keepdims=keep)", "any": "np.any(x, axes, keepdims=keep)", "all": "np.all(x, axes, keepdims=keep)",
    "count non-zero": "np.count_nonzero(x, axes, keepdims=keep)", "argmax": "np.argmax(x, axis, keepdims=keep)", "argmin": "np.argmin(x, axis, keepdims=keep)",
    "sum of all": "np.sum(x)", "product of all": "np.prod(x)", "max of all": "np.max(x)", "min of all": "np.min(x)", "mean of all": "np.mean(x)", "variance of all": "np.var(x)",
    "standard deviation of all": "np.std(x)", "norm of all": "np.linalg.norm(x)", "log-sum-exp of all": "np.logaddexp.reduce(x.ravel())", "any of all": "np.any(x)", "all of all": "np.all(x)",
    "count all non-zero": "np.count_nonzero(x)",
    "cumulative sum": "np.cumsum(x, axis)", "cumulative product": "np.cumprod(x, axis)", "sort": "np.sort(x, axis, kind='stable')", "argsort": "np.argsort(x, axis, kind='stable')",
    "sort descending": "np.take_along_axis(x, np.argsort(-x, axis, kind='stable'), axis)", "argsort descending": "np.argsort(-x, axis, kind='stable')",
    "top-k values": "np.take_along_axis(x, np.argsort(-x, axis, kind='stable')[..., :k], axis)", "top-k indices": "np.argsort(-x, axis, kind='stable')[..., :k]",
    "median": "np.median(x, axis, keepdims=keep)", "quantile": "np.quantile(x, q, axis, keepdims=keep)",
    # Products and linear algebra.
    "matmul": "x @ y", "dot": "np.dot(x, y)", "outer": "np.outer(x, y)", "einsum": "np.einsum(equation, *x)", "trace": "np.trace(x, offset, -2, -1)",
    "solve": "np.linalg.solve(x, y)", "solve positive": "np.linalg.solve(x, y)", "triangular solve": "np.linalg.solve(np.tril(x), y)", "least squares": "np.linalg.lstsq(x, y, rcond=None)[0]",
    "inverse": "np.linalg.inv(x)", "pseudo-inverse": "np.linalg.pinv(x)", "determinant": "np.linalg.det(x)", "log-determinant sign": "np.linalg.slogdet(x)[0]", "log-determinant": "np.linalg.slogdet(x)[1]",
    "cholesky": "np.linalg.cholesky(x)", "qr q": "np.linalg.qr(x)[0]", "qr r": "np.linalg.qr(x)[1]", "eigenvalues": "np.linalg.eigh(x)[0]", "eigenvectors": "np.linalg.eigh(x)[1]",
    "svd u": "np.linalg.svd(x, full_matrices=False)[0]", "svd s": "np.linalg.svd(x, full_matrices=False)[1]", "svd vt": "np.linalg.svd(x, full_matrices=False)[2]",
    "matrix rank": "np.linalg.matrix_rank(x)", "condition number": "np.linalg.cond(x)", "spectral norm": "np.linalg.norm(x, 2, (-2, -1))",
    # Moves.
    "slice": "x[slices]", "section": "x[1:3, ::-1, -1]", "section without": "x[1:, :-1]", "reshape": "x.reshape(shape)", "flatten": "np.ravel(x)", "permute": "np.transpose(x, axes)", "transpose": "np.swapaxes(x, first, second)", "move axis": "np.moveaxis(x, source, destination)",
    "expand": "np.broadcast_to(x, shape)", "squeeze": "np.squeeze(x, axis)", "unsqueeze": "np.expand_dims(x, axis)", "flip": "np.flip(x, axes)", "split": "np.split(x, parts, axis)[part]",
    "diagonal": "np.diagonal(x, offset, -2, -1)",
    "roll": "np.roll(x, shift, axis)", "repeat": "np.repeat(x, count, axis)", "tile": "np.tile(x, counts)", "pad": "np.pad(x, widths, mode)", "upper triangle": "np.triu(x, offset)", "lower triangle": "np.tril(x, offset)",
    "diag": "np.diag(x, offset)", "concat": "np.concatenate(x, axis)", "stack": "np.stack(x, axis)",
    "at": "x[indices]", "put": "x[indices] = y", "index-add": "np.add.at(x, indices, y)", "scatter-add": "np.add.at(np.zeros(size), y, x)", "gather": "np.take_along_axis(x, y, axis)", "rows": "np.take(x, y, axis)",
    "masked select": "x[y]", "masked fill": "x[y] = value", "non-zero": "np.argwhere(x)", "with": "x[slices] = y", "with a number": "x[slices] = number", "one-hot": "np.eye(classes)[x]", "bin count": "np.bincount(x, minlength=least)",
    # Composed.
    "tensordot": "np.tensordot(x, y)", "inner": "np.inner(x, y)", "dot of all": "np.vdot(x, y)", "matrix power": "np.linalg.matrix_power(x, 3)", "add outer": "np.add.outer(x, y)",
    "difference": "np.diff(x, axis=0)", "peak to peak": "np.ptp(x, axis)", "sum without nan": "np.nansum(x, axis)", "weighted average": "np.average(x, axis, weights=y)",
    "percentile": "np.percentile(x, percent, axis)", "count each": "np.bincount(x, minlength=size)", "hypotenuse": "np.hypot(x, y)", "log-add-exp": "np.logaddexp(x, y)", "radians": "np.deg2rad(x)",
    "round to hundredths": "np.round(x, 2)", "clip between arrays": "np.clip(x, y, z)", "array equal": "np.array_equal(x, y)", "all close": "np.isclose(x, y).all()", "flat non-zero": "np.flatnonzero(x)",
    "rotate": "np.rot90(x)", "stack below": "np.vstack([x, y])", "stack beside": "np.hstack([x, y])",
}

# Written as they are said, but in words that Python does not know: operands that are a list, slices and indices without a name.
UNCHECKED = {"concat", "stack", "slice", "at", "pad", "split"}
CLOSE = 1e-3


def check(answers):
    """Each name is Python and, but for statements, gives the answer to one of its questions with more than one element, up to the sign of a vector."""
    assert set(NAMES) == set(answers), set(NAMES) ^ set(answers)
    for op, text in NAMES.items():
        compile(text, text, "exec")
        statement = " = " in text or ".at(" in text
        assert statement or op in UNCHECKED or any(same(text, *answer) for answer in answers[op]), f"{text} is not '{op}'"


def same(text, inputs, arguments, answer):
    if answer.size < 2 and inputs and inputs[0].size < 2:
        return False
    words = {"np": np, **dict(zip("xyz", inputs)), **{name: tuple(value) if isinstance(value, list) else float(value) if value in ["inf", "-inf"] else value for name, value in arguments.items()}}
    try:
        y = np.asarray(eval(text.replace("*x)", "x, y)"), words))
    except Exception:
        return False
    return y.shape == answer.shape and np.allclose(np.abs(y.astype(float)), np.abs(answer.astype(float)), CLOSE, CLOSE, equal_nan=True)
