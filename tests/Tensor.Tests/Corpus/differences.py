"""Where the library answers differently on purpose: what NumPy does, in words and as a check. Differences.cs has the other half, by the same names."""
import numpy as np

ONE, TWO = np.ones(2, np.int32), np.ones((2, 2), np.float32)


def raises(function):
    try:
        function()
    except Exception:
        return True
    return False


def written(x, number):
    x[1] = number
    return x


DIFFERENCES = {
    "values": ("`x[…] = y` writes into x", lambda: written(np.zeros(2), 5)[1] == 5),
    "dtypes": ("`np.zeros` and `np.linspace` make float64, `np.arange` int64", lambda: np.zeros(1).dtype == np.linspace(0, 1).dtype == np.float64 and np.arange(2).dtype == np.int64),
    "two dtypes": ("operands of two dtypes are promoted to a third", lambda: (ONE + np.ones(2, np.float32)).dtype == np.float64),
    "functions of int32": ("`np.sqrt`, `np.mean`, `np.median`, `np.linalg.norm`, `/` and `@` of int32 make float64 or int32", lambda: np.sqrt(ONE).dtype == np.linalg.norm(ONE).dtype == (ONE / ONE).dtype == np.mean(ONE).dtype == np.float64),
    "rounding of int32": ("`np.floor`, `np.ceil`, `np.rint` and `np.trunc` of int32 are float64", lambda: np.floor(ONE).dtype == np.float64),
    "sums of int32": ("`np.sum`, `np.prod`, `np.cumsum` and `np.cumprod` of int32 are int64", lambda: ONE.sum().dtype == ONE.prod().dtype == np.cumsum(ONE).dtype == np.cumprod(ONE).dtype == np.int64),
    "values of int32": ("`np.full`, `np.full_like`, `np.array` and `x[…] = y` cut 2.5 to 2 for int32", lambda: np.full(1, 2.5, np.int32) == np.full_like(ONE, 2.5)[0] == np.array(2.5, np.int32) == written(np.ones(2, np.int32), 2.5)[1] == 2),
    "bool": ("bool adds up, has a mean, a largest and a size", lambda: np.ones(2, bool).sum() == 2 and np.ones(2, bool).mean() == 1 and np.ones(2, bool).max() and np.argmax(np.ones(2, bool)) == 0),
    "bits": ("`&`, `\\|` and `^` of int32 work on bits", lambda: np.int32(6) & np.int32(3) == 2),
    "float to int32": ("NaN and numbers outside int32 become anything", lambda: np.array([3e9]).astype(np.int32)[0] != 2 ** 31 - 1),
    "large quotients": ("`x // y` of float32 may be a last place off where the quotient needs more bits than its fraction has", lambda: np.float32(2 ** 24) // np.float32(0.75) == 22369622),
    "norm over two axes": ("`np.linalg.norm` of order 1, 2 or ∞ over two axes is that of a matrix", lambda: np.isclose(np.linalg.norm(TWO, 1, (0, 1)), 2)),
    "median of infinities": ("between two infinities of one sign lies NaN", lambda: np.isnan(np.quantile([np.inf, np.inf], 0.25))),
    "log-sum-exp of nothing": ("`np.logaddexp.reduce` of nothing is -∞", lambda: np.logaddexp.reduce(np.zeros(0)) == -np.inf),
    "axis of totals and sorting": ("`np.cumsum` and `np.cumprod` without an axis flatten; of a single number they make a row", lambda: np.cumsum(TWO).shape == (4,) and np.cumsum(5.0).shape == (1,)),
    "descending": ("`np.sort` and `np.argsort` ascend, and are not stable unless asked", lambda: raises(lambda: np.sort(ONE, descending=True))),
    "first or last axes": ("`np.diagonal` and `np.trace` look at the first two axes", lambda: np.trace(np.ones((2, 2, 3))).shape == (3,)),
    "diag": ("`np.diag` of a matrix takes its diagonal", lambda: np.diag(TWO).shape == (2,)),
    "split": ("`np.split` takes the places where to cut", lambda: [len(part) for part in np.split(np.zeros(6), [1, 3])] == [1, 2, 3]),
    "non-zero": ("`np.nonzero` gives an array for each axis", lambda: isinstance(np.nonzero(TWO), tuple)),
    "negative indices": ("`np.take` and `np.take_along_axis` count negative indices from the end", lambda: np.take(np.arange(3), -1) == 2),
    "repeat": ("`np.repeat` takes a count for each element", lambda: len(np.repeat([1, 2], [1, 3])) == 4),
    "eight axes": ("up to 32 axes", lambda: np.zeros([1] * 32).ndim == 32),
    "symmetric matrices": ("`np.linalg.cholesky` and `eigh` look at one triangle only", lambda: np.linalg.cholesky(np.array([[4.0, 9.0], [2.0, 5.0]]))[1, 0] == 1),
    "signs of factors": ("the signs of the columns of Q, U and of eigenvectors are LAPACK's", lambda: np.linalg.qr(np.eye(2))[1][0, 0] == -1 or np.linalg.qr(TWO)[1][0, 0] < 0),
    "rows to solve for": ("`np.linalg.solve` takes a right side with one axis fewer for a column of each matrix (until NumPy 2)", lambda: np.linalg.solve(np.stack([np.eye(3)] * 2), np.ones((2, 3))).shape == (2, 3)),
    "least squares of low rank": ("`np.linalg.lstsq` gives the shortest solution", lambda: np.allclose(np.linalg.lstsq(TWO, np.ones(2), rcond=None)[0], 0.5)),
    "tolerance of a rank": ("`np.linalg.matrix_rank` takes a tolerance that is absolute", lambda: np.linalg.matrix_rank(np.diag([10.0, 1.0]), 2) == 1),
    "tolerance of a pseudo-inverse": ("`np.linalg.pinv` takes singular values up to 1e-15 of the largest for 0", lambda: np.linalg.pinv(np.diag([1, 1e-7]).astype(np.float32))[1, 1] > 1),
}


def check():
    for name, (words, holds) in DIFFERENCES.items():
        assert holds(), f"NumPy does not: {name}: {words}"
