"""PyTorch's side of the comparison. Kernels get an out= and no graph, so that no memory is allocated while they are timed; training steps and
graphs are written as its users write them, gradients dropped rather than zeroed, which is its faster way."""
import os
import re
import sys

import torch

from protocol import BINARY, PERIOD, input_range, loaded_blas, matrix, right_side, serve, value

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
# "device" as an argument asks for the card, where there is one.
DEVICE = torch.device("cuda" if "device" in sys.argv[1:] and torch.cuda.is_available() else "cpu")
# Products in float32 are products in float32, but where "tf32" as an argument asks for less.
torch.backends.cuda.matmul.allow_tf32 = "tf32" in sys.argv[1:]
torch.backends.cudnn.allow_tf32 = False
FACTOR = 0.75
# 1 over the variance of numbers in [-1/2, 1/2).
SPREAD = 12
# The loss of this step is compared: two updates lie behind it.
CHECKED_STEP = 3


def array(sizes, seed, scale=1.0, shift=0.0, dtype=torch.float32):
    count = 1
    for size in sizes:
        count *= size
    period = (value(torch.arange(PERIOD, dtype=torch.float64), seed) * scale + shift).to(dtype)
    return period.repeat(count // PERIOD + 1)[:count].reshape(sizes).clone().to(DEVICE)


def mean(*tensors):
    return sum(float(tensor.double().abs().mean()) for tensor in tensors) / len(tensors)


def kernel(run, y):
    """No input asks for a gradient, so no graph is made."""
    def check():
        run()
        return mean(y)

    return run, check


def product(shape, dtype):
    form, sizes = shape.split(" ")
    m, n, k = map(int, sizes.split("x"))
    a = array((m, k), 1, dtype=dtype) if form[0] == "N" else array((k, m), 1, dtype=dtype).t()
    b = array((k, n), 2, dtype=dtype) if form[1] == "N" else array((n, k), 2, dtype=dtype).t()
    c = torch.empty(m, n, dtype=dtype, device=DEVICE)
    return kernel(lambda: torch.mm(a, b, out=c), c)


def elementwise(shape):
    op, count = shape.split(" ")
    x = array((int(count),), 1, *input_range(op))
    y = array((int(count),), 2, *input_range(op)) if op in BINARY else None
    z = torch.empty_like(x)
    if op == "scale":
        return kernel(lambda: torch.mul(x, FACTOR, out=z), z)
    function = getattr(torch, op)
    return kernel((lambda: function(x, y, out=z)) if op in BINARY else (lambda: function(x, out=z)), z)


def reduction(shape):
    op, sizes, *axis = shape.replace(" axis", "").split(" ")
    x = array(tuple(map(int, sizes.split("x"))), 1, shift=1.0)
    axis = int(axis[0]) if axis else 0
    y = torch.empty_like(x.sum(axis))
    reduce = torch.sum if op == "sum" else torch.amax
    return kernel(lambda: reduce(x, axis, out=y), y)


def softmax(shape):
    x = array(tuple(map(int, shape.split("x"))), 1, 8.0)
    y = torch.empty_like(x)
    return kernel(lambda: torch.softmax(x, -1, out=y), y)


def fresh(run, part):
    """A kernel without out=; part is what to compare of a result."""
    return run, lambda: mean(part(run()))


def scan(shape):
    op, sizes, *axis = shape.replace(" axis", "").split(" ")
    x = array(tuple(map(int, sizes.split("x"))), 1, *((0.01, 1.0) if op == "cumprod" else (1.0, 1.0)))
    y, axis = torch.empty_like(x), int(axis[0]) if axis else 0
    function = torch.cumprod if op == "cumprod" else torch.cumsum
    return kernel(lambda: function(x, axis, out=y), y)


def gradient(shape):
    op, count = shape.split(" ")
    x = array((int(count),), 1, 0.01, 1.0).requires_grad_()

    def run():
        x.grad = None
        (torch.prod(x) if op == "prod" else torch.cumprod(x, 0).sum()).backward()

    def check():
        run()
        return mean(x.grad)

    return run, check


def sort(shape):
    op, sizes, *k = shape.split(" ")
    x = array(tuple(map(int, sizes.split("x"))), 1)
    if op == "argsort":
        return fresh(lambda: torch.argsort(x, 1), lambda order: x.gather(1, order) * array(x.shape, 2))
    return fresh(lambda: torch.topk(x, int(k[0])), lambda result: result.values)


def factor(shape):
    op, n = shape.split(" ")
    a = torch.tensor(matrix(op, int(n)), dtype=torch.float64)
    if op == "svd":
        return fresh(lambda: torch.linalg.svd(a, full_matrices=False), lambda parts: parts[1])
    part = {"cholesky": lambda parts: parts, "qr": lambda parts: parts[1], "eigh": lambda parts: parts[0]}[op]
    return fresh(lambda: getattr(torch.linalg, op)(a), part)


def solve(shape):
    op, n = shape.split(" ")
    a, b = torch.tensor(matrix(op, int(n)), dtype=torch.float64), torch.tensor(right_side(int(n)), dtype=torch.float64)
    return fresh(lambda: torch.linalg.solve(a, b), lambda x: x)


def convolution(shape):
    """Forward, and backward to input and weights."""
    batch, inputs, height, width, outputs, kernel, _, padding = map(int, re.findall(r"\d+", shape))
    x = array((batch, inputs, height, width), 1).requires_grad_()
    w = array((outputs, inputs, kernel, kernel), 2).requires_grad_()
    g = array((batch, outputs, height + 2 * padding - kernel + 1, width + 2 * padding - kernel + 1), 3)

    def run():
        return torch.autograd.grad(torch.nn.functional.conv2d(x, w, padding=padding), (x, w), g)

    return run, lambda: mean(*run())


def training(make, optimise, sizes, classes):
    """make() gives a net and optimise(parameters) its optimiser; weights, examples and labels are those of bench/Works/Training.cs."""
    x, labels = array(sizes, 0, SPREAD ** 0.5), torch.arange(sizes[0], device=DEVICE) % classes

    def start():
        net = make().to(DEVICE)
        with torch.no_grad():
            for i, weight in enumerate(net.parameters()):
                if weight.dim() == 1:
                    weight.zero_()
                    continue
                scale = (2 * SPREAD / weight[0].numel()) ** 0.5
                weight.copy_(array(weight.t().shape, i + 1, scale).t() if weight.dim() == 2 else array(weight.shape, i + 1, scale))
        optimiser = optimise(net.parameters())

        def step():
            optimiser.zero_grad(set_to_none=True)
            loss = torch.nn.functional.cross_entropy(net(x), labels)
            loss.backward()
            optimiser.step()
            return loss

        return step

    def check():
        step = start()
        return [float(step()) for _ in range(CHECKED_STEP)][-1]

    return start(), check


def mlp(shape):
    sizes, batch, _, momentum = shape.split(" ")
    sizes = list(map(int, sizes.split("-")))

    def make():
        layers = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
        return torch.nn.Sequential(*layers[:-1])

    return training(make, lambda parameters: torch.optim.SGD(parameters, lr=0.01, momentum=float(momentum)), (int(batch[1:]), sizes[0]), sizes[-1])


def lenet5(shape):
    batch = int(re.search(r"b(\d+)", shape).group(1))
    return training(lambda: torch.nn.Sequential(
        torch.nn.Conv2d(1, 20, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(20, 50, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Linear(800, 500), torch.nn.ReLU(), torch.nn.Linear(500, 10),
    ), lambda parameters: torch.optim.Adam(parameters, lr=0.001), (batch, 1, 28, 28), 10)


def launch(shape):
    kind, count = shape.split(" ")
    length, count = map(int, count.split("x")) if kind == "chain" else (1, int(count))
    x = array((count,), 1)
    y, z = torch.empty_like(x), torch.empty_like(x)

    def run():
        torch.sigmoid(x, out=y if length == 1 else z)
        for _ in range(2, length, 2):
            torch.sigmoid(z, out=y)
            torch.sigmoid(y, out=z)
        if length > 1:
            torch.sigmoid(z, out=y)
        if kind == "read":
            y.cpu()

    return kernel(run, y)


def graph(shape):
    count = int(shape.split(" ")[1])
    a, b = array((count,), 1).requires_grad_(), array((count,), 2).requires_grad_()

    def run():
        a.grad = b.grad = None
        (a * b + a).sum().backward()

    def check():
        run()
        return mean(a.grad, b.grad)

    return run, check


def prepare(work, shape):
    makers = {
        "sgemm": lambda: product(shape, torch.float32),
        "dgemm": lambda: product(shape, torch.float64),
        "map": lambda: elementwise(shape),
        "reduce": lambda: reduction(shape),
        "softmax": lambda: softmax(shape),
        "scan": lambda: scan(shape),
        "gradient": lambda: gradient(shape),
        "sort": lambda: sort(shape),
        "factor": lambda: factor(shape),
        "solve": lambda: solve(shape),
        "conv": lambda: convolution(shape),
        "train-mlp": lambda: mlp(shape),
        "train-tiny": lambda: mlp(shape),
        "train-lenet5": lambda: lenet5(shape),
        "graph-tiny": lambda: graph(shape),
        "launch": lambda: launch(shape),
    }
    return makers[work]() if work in makers else None


def describe():
    if DEVICE.type == "cuda":
        return f"{torch.__version__}, CUDA {torch.version.cuda} on {torch.cuda.get_device_name()}, eager, float32 {'in' if torch.backends.cuda.matmul.allow_tf32 else 'without'} tf32"
    capability = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    return f"{torch.__version__}, {capability.group(1) if capability else 'unknown'} kernels, products by {loaded_blas()}"


serve(describe(), prepare, torch.cuda.synchronize if DEVICE.type == "cuda" else lambda: None)
