"""Linear algebra: factorisations, solvers, determinants, ranks.

What is not unique is made so as the library does: the diagonal of R is positive, and in each eigenvector and each column of U the component of
largest magnitude. The answers are NumPy's in float64, rounded once for float32: in float32 LAPACK loses more digits than the library, which computes
in float64 too.
"""
import numpy as np

from corpus import FLOATS, U, array, case, fails, numbers, rng, view

# Backward stable algorithms on either side: so many roundings of float64 for each row, times the condition number, or what is given by the gap between
# eigenvalues; relative to the largest element.
ROUNDINGS = 8
# The last rounding, to the dtype of the answer.
ULPS = 1
# Matrices are asked about up to this condition number, and the tolerance may be this share of the largest element, or it would tell nothing.
CONDITION, TELLING = 30, 1e-2
SQUARE = [[1, 1], [2, 2], [3, 3], [2, 3, 3], [2, 1, 4, 4], [5, 5]]
ANY = [[3, 3], [4, 2], [2, 4], [2, 3, 2], [2, 2, 3], [1, 5], [5, 1], [6, 4]]
LAYOUTS = ["dense", "permuted", "sliced"]


def wide(function):
    return lambda *v: np.asarray(function(*[x.astype(np.float64) for x in v])).astype(v[0].dtype)


def ask(name, inputs, arguments, function, sensitivity, steps="float64"):
    """A case whose answer may be off by the roundings of its steps, made larger by the problem's sensitivity. One step is computed in float64; what is
    composed of several is rounded to its dtype after each."""
    with np.errstate(all="ignore"):
        y = function(*[x.array.astype(np.float64) for x in inputs])
        size = np.abs(y[np.isfinite(y)]).max(initial=1e-300)
        error = ROUNDINGS * max(inputs[0].array.shape[-2:]) * U[steps] * sensitivity * size
    assert error < TELLING * size, (name, sensitivity)
    case(name, inputs, arguments, wide(function), ulps=ULPS, error=error)


def matrices(dtype, shape):
    """Matrices of normal numbers in some layout, of which the worst is worth asking about."""
    while True:
        x = array(dtype + " normal", shape, LAYOUTS[rng.randint(0, 3)])
        if condition(x) < CONDITION:
            return x


def condition(x):
    return float(np.max(np.linalg.cond(x.array.astype(np.float64)), initial=1))


def symmetric(dtype, shape, positive=False):
    n = shape[-1]
    x = rng.randint(-8, 9, shape) / 4
    x = x @ np.swapaxes(x, -1, -2) + np.eye(n) if positive else x + np.swapaxes(x, -1, -2) + np.diag(np.arange(n) / 2)
    x = numbers(np.swapaxes(x, 0, -1) if rng.randint(0, 2) else x, dtype)      # then back again: the same numbers in another order in memory
    return view(x, "permute", *([len(shape) - 1] + list(range(1, len(shape) - 1)) + [0])) if x.array.shape != tuple(shape) else x


def signed(vectors, *others):
    """The largest component of each column made positive; what belongs to the columns along its rows turns with them."""
    at = np.argmax(np.abs(vectors), -2, keepdims=True)
    sign = np.sign(np.take_along_axis(vectors, at, -2))
    return [vectors * sign] + [other * np.swapaxes(sign, -1, -2) for other in others]


def qr(v):
    parts = [np.linalg.qr(each) for each in v.reshape((-1,) + v.shape[-2:])]
    q, r = [np.stack([part[i] for part in parts]) for i in range(2)]
    sign = np.sign(np.diagonal(r, 0, -2, -1))
    q, r = q * sign[:, None, :], r * sign[:, :, None]
    return q.reshape(v.shape[:-2] + q.shape[1:]), r.reshape(v.shape[:-2] + r.shape[1:])


def svd(v):
    u, s, vt = np.linalg.svd(v, full_matrices=False)
    u, vt = signed(u, vt)
    return u, s, vt


def gap(values):
    """The largest value over the smallest distance of two neighbours."""
    values = values.astype(np.float64)
    return float(np.max(np.abs(values), initial=1) / np.min(np.abs(np.diff(values)), initial=1))


def least_squares(a, b):
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    a, b = np.broadcast_to(a, batch + a.shape[-2:]), np.broadcast_to(b, batch + b.shape[-2:])
    x = [np.linalg.lstsq(*each, rcond=None)[0] for each in zip(a.reshape((-1,) + a.shape[-2:]), b.reshape((-1,) + b.shape[-2:]))]
    return np.stack(x).reshape(batch + x[0].shape)


def triangle(v, upper, transposed):
    t = np.triu(v) if upper else np.tril(v)
    return np.swapaxes(t, -1, -2) if transposed else t


for dtype in FLOATS:
    for shape in SQUARE + [[2, 2], [3, 3]]:
        n = shape[-1]
        a, positive, even = matrices(dtype, shape), symmetric(dtype, shape, positive=True), symmetric(dtype, shape)
        ask("determinant", [a], {}, np.linalg.det, condition(a))
        ask("log-determinant sign", [a], {}, lambda v: np.linalg.slogdet(v)[0], 1)
        ask("log-determinant", [a], {}, lambda v: np.linalg.slogdet(v)[1], condition(a))
        ask("inverse", [a], {}, np.linalg.inv, condition(a))
        ask("cholesky", [positive], {}, np.linalg.cholesky, condition(positive))
        values = np.linalg.eigvalsh(even.array)
        ask("eigenvalues", [even], {}, np.linalg.eigvalsh, 1)
        if gap(values) < CONDITION:
            ask("eigenvectors", [even], {}, lambda v: signed(np.linalg.eigh(v)[1])[0], gap(values))
        batch = shape[:-2]
        for right in [[n], [n, 2], batch + [n, 3], [2] + batch + [n, 1]]:
            b = array(dtype + " normal", right)
            column = len(right) == 1

            def solved(function):
                """One row of numbers is a column here, as in NumPy 2; whatever has more axes is matrices."""
                return lambda v, w: function(v, w.reshape([1] * (v.ndim - 2) + [-1, 1]))[..., 0] if column else function(v, w.reshape((1,) * (v.ndim - w.ndim) + w.shape))

            ask("solve", [a, b], {}, solved(np.linalg.solve), condition(a))
            ask("solve positive", [positive, b], {}, solved(np.linalg.solve), condition(positive), steps=dtype)
            upper, transposed = bool(rng.randint(0, 2)), bool(rng.randint(0, 2))
            worst = float(np.max(np.linalg.cond(triangle(a.array.astype(np.float64), upper, transposed))))
            if worst < CONDITION:
                ask("triangular solve", [a, b], {"upper": upper, "transposed": transposed}, solved(lambda v, w: np.linalg.solve(triangle(v, upper, transposed), w)), worst)
    for shape in SQUARE + ANY:
        a = matrices(dtype, shape)
        m, n = shape[-2:]
        ask("qr q", [a], {}, lambda v: qr(v)[0], condition(a))
        ask("qr r", [a], {}, lambda v: qr(v)[1], condition(a))
        values = np.linalg.svd(a.array.astype(np.float64))[1]
        ask("svd s", [a], {}, lambda v: svd(v)[1], 1)
        if gap(values) < CONDITION:
            ask("svd u", [a], {}, lambda v: svd(v)[0], gap(values) * condition(a))
            ask("svd vt", [a], {}, lambda v: svd(v)[2], gap(values) * condition(a))
        ask("condition number", [a], {}, np.linalg.cond, condition(a))
        ask("spectral norm", [a], {}, lambda v: np.linalg.norm(v, 2, (-2, -1)), 1)
        case("matrix rank", [a], {}, lambda v: np.asarray(np.linalg.matrix_rank(v)).astype(np.int32))
        cutoff = max(m, n) * 2 * U[dtype]
        ask("pseudo-inverse", [a], {}, lambda v: np.linalg.pinv(v, cutoff), condition(a), steps=dtype)
        for right in [[m], [m, 2], shape[:-2] + [m, 3]]:
            b = array(dtype + " normal", right)
            column = len(right) == 1
            ask("least squares", [a, b], {}, lambda v, w: least_squares(v, w[:, None])[..., 0] if column else least_squares(v, w), condition(a) ** 2, steps=dtype)

    # Of less than full rank: whole numbers, so that nothing is rounded on the way.
    for m, n, rank in [(3, 3, 1), (4, 3, 2), (3, 5, 2), (4, 4, 3)]:
        low = numbers(rng.randint(-3, 4, (2, m, rank)) @ rng.randint(-3, 4, (2, rank, n)) + 0.0, dtype)
        case("matrix rank", [low], {}, lambda v: np.linalg.matrix_rank(v).astype(np.int32))
        case("matrix rank", [low], {"tolerance": 0.5}, lambda v: np.array([np.linalg.matrix_rank(each, 0.5 * np.linalg.norm(each, 2)) for each in v], np.int32))
        s = np.linalg.svd(low.array.astype(np.float64))[1]
        worst = float(np.max(s[:, 0] / np.min(np.where(s > 1e-6, s, np.inf), -1)))
        ask("pseudo-inverse", [low], {}, lambda v: np.linalg.pinv(v, 1e-6), worst, steps=dtype)
    singular = numbers([[1, 2, 3], [2, 4, 6], [0, 1, 5]], dtype)
    zeros = numbers(np.zeros((2, 2)), dtype)
    for name, function in [("determinant", np.linalg.det), ("log-determinant sign", lambda v: np.linalg.slogdet(v)[0]), ("log-determinant", lambda v: np.linalg.slogdet(v)[1])]:
        case(name, [singular], {}, wide(function))
        case(name, [zeros], {}, wide(function))
    case("matrix rank", [zeros], {}, lambda v: np.asarray(np.linalg.matrix_rank(v)).astype(np.int32))
    case("pseudo-inverse", [zeros], {}, np.linalg.pinv)
    case("eigenvalues", [numbers(np.diag([2.0, 2.0, -1.0]), dtype)], {}, np.linalg.eigvalsh)
    case("svd s", [zeros], {}, lambda v: svd(v)[1])

    # Empty.
    for shape in [[0, 0], [2, 0, 0], [0, 3, 3]]:
        none = numbers(np.zeros(shape), dtype, shape)
        for name, function in [("determinant", np.linalg.det), ("log-determinant sign", lambda v: np.linalg.slogdet(v)[0]), ("log-determinant", lambda v: np.linalg.slogdet(v)[1]), ("inverse", np.linalg.inv),
                               ("cholesky", np.linalg.cholesky), ("eigenvalues", np.linalg.eigvalsh), ("eigenvectors", lambda v: np.linalg.eigh(v)[1]), ("svd s", lambda v: np.linalg.svd(v, False)[1])]:
            case(name, [none], {}, function)
    for shape in [[0, 3], [3, 0], [2, 0, 3]]:
        none = numbers(np.zeros(shape), dtype, shape)
        case("pseudo-inverse", [none], {}, np.linalg.pinv)
        for name, at in [("svd u", 0), ("svd s", 1), ("svd vt", 2)]:
            case(name, [none], {}, lambda v: np.linalg.svd(v, False)[at])

# Refused.
for name, function in [("determinant", np.linalg.det), ("log-determinant", np.linalg.slogdet), ("inverse", np.linalg.inv), ("cholesky", np.linalg.cholesky), ("eigenvalues", np.linalg.eigvalsh)]:
    for shape in [[], [3], [2, 3], [2, 3, 2]]:
        fails(name, [array("float32", shape)], {}, function)
for name, function in [("qr q", np.linalg.qr), ("svd s", np.linalg.svd), ("pseudo-inverse", np.linalg.pinv), ("condition number", np.linalg.cond), ("spectral norm", lambda v: np.linalg.norm(v, 2, (-2, -1)))]:
    for shape in [[], [3]]:
        fails(name, [array("float64", shape)], {}, function)
fails("condition number", [array("float64", [0, 3])], {}, np.linalg.cond)
fails("spectral norm", [array("float64", [0, 3])], {}, lambda v: np.linalg.norm(v, 2, (-2, -1)))
for dtype in FLOATS:
    fails("inverse", [numbers([[0, 0], [0, 0]], dtype)], {}, np.linalg.inv)
    fails("inverse", [numbers([[1, 2], [2, 4]], dtype)], {}, np.linalg.inv)
    fails("cholesky", [numbers([[1, 2], [2, 1]], dtype)], {}, np.linalg.cholesky)
    fails("cholesky", [numbers([[0, 0], [0, 1]], dtype)], {}, np.linalg.cholesky)
    fails("solve", [numbers([[1, 2], [2, 4]], dtype), numbers([1, 2], dtype)], {}, np.linalg.solve)
for left, right in [([3, 3], [2]), ([3, 3], [2, 3]), ([2, 3], [2]), ([2, 3, 3], [3, 3, 1]), ([3, 3], [])]:
    fails("solve", [array("float64", left), array("float64", right)], {}, np.linalg.solve)
for left, right in [([3, 2], [2]), ([3, 2], [2, 3]), ([3], [3])]:
    fails("least squares", [array("float64 normal", left, "dense"), array("float64", right)], {}, lambda a, b: np.linalg.lstsq(a, b, rcond=None))
