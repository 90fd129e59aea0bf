#!/usr/bin/env python3
"""Makes the polynomial coefficients of VectorMath by Remez exchange in 60-digit arithmetic (needs mpmath) and prints them with the largest
weighted error of the exact polynomial."""
from mpmath import mp, mpf, matrix, lu_solve, expm1, log, log1p, sin, cos, sqrt, pi, erf, erfc, asin, atan, atanh, sinh, nstr

mp.dps = 60
GRID = 1200


def remez(f, low, high, degree, weight=lambda x: mpf(1)):
    """The polynomial p of that degree with the least max |weight·(f - p)| on [low, high]."""
    low, high = mpf(low), mpf(high)
    n = degree + 2
    node = lambda t: (low + high) / 2 - (high - low) / 2 * cos(pi * t)
    grid = [node(mpf(i) / GRID) for i in range(GRID + 1)]
    value = [(f(x), weight(x)) for x in grid]
    chosen = [round(GRID * (i / (n - 1))) for i in range(n)]
    for _ in range(30):
        a, b = matrix(n, n), matrix(n, 1)
        for i, at in enumerate(chosen):
            for j in range(degree + 1):
                a[i, j] = grid[at] ** j
            a[i, n - 1] = (-1) ** i / value[at][1]
            b[i] = value[at][0]
        solved = lu_solve(a, b)
        c, level = [solved[j] for j in range(degree + 1)], abs(solved[n - 1])
        error = []
        for x, (fx, w) in zip(grid, value):
            p = mpf(0)
            for cj in reversed(c):
                p = p * x + cj
            error.append(w * (fx - p))
        peaks = []
        for i, e in enumerate(error):       # the largest of each run of one sign
            if peaks and (error[peaks[-1]] > 0) == (e > 0):
                if abs(e) > abs(error[peaks[-1]]):
                    peaks[-1] = i
            else:
                peaks.append(i)
        while len(peaks) > n:
            peaks.pop(0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1)
        worst = max(abs(e) for e in error)
        if len(peaks) < n or worst < level * mpf("1.001"):
            return c, worst
        chosen = peaks
    return c, worst


def table(name, f, low, high, single, double, weight=lambda x: mpf(1)):
    for width, degree, digits in (("float32", single, 9), ("float64", double, 17)):
        if degree is None:
            continue
        c, worst = remez(f, low, high, degree, weight)
        print(f"{name}, {width}, [{nstr(mpf(low), 6)}, {nstr(mpf(high), 6)}]: error {nstr(worst, 3)} = 2^{nstr(log(worst, 2), 4)}")
        print("    " + ", ".join(nstr(x, digits, min_fixed=0, max_fixed=0) for x in c))


def series(f, at_zero, taylor):
    """f, which divides by powers of x, and its Taylor sum near 0."""
    return lambda x: f(x) if abs(x) > mpf("1e-6") else sum(c * x**i for i, c in enumerate(taylor))


if __name__ == "__main__":
    half = log(2) / 2
    # e^r - 1 = r + r²·p(r); the error counts relative to e^r.
    fact = [1 / mp.factorial(i + 2) for i in range(9)]
    table("exp", series(lambda r: (expm1(r) - r) / r**2, 0, fact), -half * mpf("1.01"), half * mpf("1.01"), 4, 9, lambda r: r**2 + mpf("1e-3"))
    # ln(1 + f) = f - f²/2 + f³·p(f), float32; s = f / (2 + f): ln(1 + f) = 2s + 2s³·p(s²), float64.
    taylor = [mpf((-1) ** i) / (i + 3) for i in range(9)]
    table("log", series(lambda f: (log1p(f) - f + f**2 / 2) / f**3, 0, taylor), sqrt(mpf(1) / 2) - 1, sqrt(2) - 1, 7, None, lambda f: f**2 + mpf("1e-3"))
    far = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * mpf("1.01")
    taylor = [mpf(1) / (2 * i + 3) for i in range(9)]
    table("atanh", series(lambda z: (atanh(sqrt(z)) / sqrt(z) - 1) / z, 0, taylor), 0, far, None, 6)
    # sin r = r + r·z·p(z), cos r = 1 - z/2 + z²·p(z), z = r².
    edge = (pi / 4 * mpf("1.01")) ** 2
    taylor = [mpf((-1) ** (i + 1)) / mp.factorial(2 * i + 3) for i in range(9)]
    table("sin", series(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, 0, taylor), 0, edge, 2, 5, lambda z: z + mpf("1e-3"))
    taylor = [mpf((-1) ** i) / mp.factorial(2 * i + 4) for i in range(9)]
    table("cos", series(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, 0, taylor), 0, edge, 2, 5, lambda z: z**2 + mpf("1e-3"))
    # erf a = a + a·p(a²) up to 1; beyond, 1 - erf a = e^-q(a), the error counts relative to erf.
    taylor = [2 / sqrt(pi) * (-1) ** i / (mp.factorial(i) * (2 * i + 1)) for i in range(9)]
    near = lambda z: (2 / sqrt(pi) if z == 0 else erf(sqrt(z)) / sqrt(z)) - 1
    table("erf near", near, 0, 1, 6, 11)
    table("erf far", lambda a: -log(erfc(a)), 1, 4, 7, None, lambda a: erfc(a))
    table("erf far", lambda a: -log(erfc(a)), 1, mpf("5.95"), None, 17, lambda a: erfc(a))
    # atan a = a + a·z·p(z), asin a and sinh a alike, z = a².
    odd = lambda f, taylor: series(lambda z: (f(sqrt(z)) / sqrt(z) - 1) / z, 0, taylor)
    table("atan", odd(atan, [mpf((-1) ** (i + 1)) / (2 * i + 3) for i in range(9)]), 0, 1, 9, 20, lambda z: z + mpf("1e-3"))
    binomials = [mp.binomial(2 * i + 2, i + 1) / mpf(4) ** (i + 1) / (2 * i + 3) for i in range(9)]
    table("asin", odd(asin, binomials), 0, mpf("0.25"), 4, 11, lambda z: z + mpf("1e-3"))
    table("sinh", odd(sinh, [1 / mp.factorial(2 * i + 3) for i in range(9)]), 0, 1, 3, 6, lambda z: z + mpf("1e-3"))
