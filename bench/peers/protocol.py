"""How a peer in Python talks with the bench: one line in, one line out, until the input ends.

The first line out names the library. Then each line in is "CALLS WORK SHAPE…". With 0 calls the answer is the mean absolute value of what
the work gives, "nan" where there is nothing to compare, or "none" when the library does not do this work; otherwise it is the seconds that
so many calls take. The work of the last line stays prepared."""
import sys
import time


PERIOD = 1009


def value(i, seed):
    """Element i of array number seed, in [-1/2, 1/2): the same numbers as in bench/Measure/Memory.cs. They repeat after PERIOD."""
    return (i * 7919 + seed * 104729) % PERIOD / PERIOD - 0.5


def input_range(op):
    """scale, shift of a function's inputs: the same as in bench/Works/Elementwise.cs."""
    if op in ("log", "log2", "log10", "rsqrt"):
        return 8.0, 4.001
    return {"asin": (2.0, 0.0), "acos": (2.0, 0.0), "pow": (4.0, 2.5)}.get(op, (8.0, 0.0))


BINARY = ("add", "pow", "atan2", "remainder", "floor_divide")


def matrix(op, n):
    """Element [i][j] of a matrix in float64: the same as in bench/Works/Matrices.cs."""
    a = [[value((i * n + j) ** 3 % PERIOD, 1) for j in range(n)] for i in range(n)]
    if op in ("eigh", "cholesky"):
        a = [[(a[i][j] + a[j][i]) / 2 for j in range(n)] for i in range(n)]
    if op == "cholesky":
        for i in range(n):
            a[i][i] += n
    return a


def right_side(n):
    return [value(i, 2) for i in range(n)]


def loaded_blas():
    """Which library of matrix products this process has loaded: NumPy and PyTorch take what the system's alternatives point at."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if ".so" in line}
    except OSError:
        return "unknown"
    words = ("openblas", "blis", "mkl", "atlas", "libblas")
    names = ["/".join(path.split("/")[-2:]) for path in paths]
    return ", ".join(sorted(name for name in names if any(word in name for word in words))) or "its own"


def serve(version, prepare, finish=lambda: None):
    """prepare(work, shape) gives (run, check), or None for work that the library does not do. finish() waits until everything is done; the clock of
    a launch that is only to be put into a queue stops before."""
    print(version, flush=True)
    asked, job = None, None
    for line in sys.stdin:
        calls, work, shape = line.rstrip("\n").split(" ", 2)
        if (work, shape) != asked:
            job = None                          # its memory first
            asked, job = (work, shape), prepare(work, shape)
        if job is None:
            print("none", flush=True)
            continue
        run, check = job
        if calls == "0":
            print(check(), flush=True)
            continue
        turns = range(int(calls))
        is_put = work == "launch" and shape.startswith("enqueue")
        finish()
        start = time.perf_counter()
        for _ in turns:
            run()
        if not is_put:
            finish()
        seconds = time.perf_counter() - start
        finish()
        print(repr(seconds), flush=True)
