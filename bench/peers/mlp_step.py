"""The training step of bench/TrainingStep.cs in PyTorch, on one thread. Reads a number of steps per line, answers with seconds per step."""
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)
BATCH = 128
net = torch.nn.Sequential(
    torch.nn.Linear(784, 512), torch.nn.ReLU(), torch.nn.Linear(512, 512), torch.nn.ReLU(), torch.nn.Linear(512, 10)
)
optimiser = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
x = torch.randn(BATCH, 784)
labels = torch.randint(0, 10, (BATCH,))
print(torch.__version__, flush=True)
for line in sys.stdin:
    steps = int(line)
    start = time.perf_counter()
    for _ in range(steps):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(net(x), labels).backward()
        optimiser.step()
    print((time.perf_counter() - start) / steps, flush=True)
