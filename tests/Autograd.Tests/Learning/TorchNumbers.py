"""Writes TorchNumbers.cs: what PyTorch's layers and losses give for weights and inputs that both sides make of sines.

    python3 TorchNumbers.py > TorchNumbers.cs
"""
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def fill(phase, *sizes):
    count = math.prod(sizes)
    return torch.tensor([0.8 * math.sin(1.3 * k + phase) for k in range(count)]).reshape(sizes)


def load(module, phase):
    for number, parameter in enumerate(module.parameters()):
        parameter.data = fill(phase + number, *parameter.shape)
    return module


def write(name, tensor):
    numbers = [repr(float(value)) for value in tensor.detach().flatten()]
    lines = [", ".join(numbers[at:at + 6]) for at in range(0, len(numbers), 6)]
    print(f"    internal static readonly double[] {name} =\n    [\n        " + ",\n        ".join(lines) + ",\n    ];\n")


def gradients(name, y, *leaves):
    """Of the sum of the outputs, weighted by sines."""
    found = torch.autograd.grad((y * fill(9, *y.shape)).sum(), [leaf for _, leaf in leaves])
    for (suffix, _), gradient in zip(leaves, found):
        write(name + suffix, gradient)


print("namespace DeepPuzzles.Autograd.Tests.Learning;\n")
print(f"/// <summary>Made by TorchNumbers.py with PyTorch {torch.__version__.split('a')[0]}.</summary>")
print("internal static class TorchNumbers\n{")

x = fill(20, 2, 3, 3).requires_grad_()
lstm = load(torch.nn.LSTM(3, 2, batch_first=True), 1)
y, (h, c) = lstm(x, (fill(5, 1, 2, 2), fill(6, 1, 2, 2)))
write("Lstm", y), write("LstmHidden", h), write("LstmCell", c)
gradients("Lstm", y, ("Input", x), ("Recurrent", lstm.weight_hh_l0), ("Bias", lstm.bias_ih_l0))

gru = load(torch.nn.GRU(3, 2, batch_first=True), 2)
y, h = gru(x, fill(5, 1, 2, 2))
write("Gru", y), write("GruLast", h)
gradients("Gru", y, ("Input", x), ("Recurrent", gru.weight_hh_l0), ("Bias", gru.bias_ih_l0), ("RecurrentBias", gru.bias_hh_l0))

x = fill(21, 2, 3, 4).requires_grad_()
attention = torch.nn.MultiheadAttention(4, 2, batch_first=True)
attention.in_proj_weight.data, attention.in_proj_bias.data = fill(1, 12, 4), fill(2, 12)
attention.out_proj.weight.data, attention.out_proj.bias.data = fill(3, 4, 4), fill(4, 4)
y, _ = attention(x, x, x)
write("Attention", y)
gradients("Attention", y, ("Input", x), ("Output", attention.out_proj.weight))
later = torch.triu(torch.ones(3, 3), diagonal=1).bool()
y, _ = attention(x, x, x, attn_mask=later)
write("CausalAttention", y)
gradients("CausalAttention", y, ("Input", x))

x = fill(22, 2, 4, 3).requires_grad_()
norm = load(torch.nn.GroupNorm(2, 4), 3)
y = norm(x)
write("GroupNorm", y)
gradients("GroupNorm", y, ("Input", x), ("Scale", norm.weight))
norm = load(torch.nn.InstanceNorm1d(4, affine=True), 3)
y = norm(x)
write("InstanceNorm", y)
gradients("InstanceNorm", y, ("Input", x))

x = (3 * fill(23, 8)).requires_grad_()
for name, function in (("Gelu", F.gelu), ("Silu", F.silu)):
    y = function(x)
    write(name, y)
    gradients(name, y, ("Input", x))

x, t = (3 * fill(24, 2, 4)).requires_grad_(), fill(25, 2, 4)
labels = torch.tensor([2, 0])
for name, y in (
    ("NegativeLogLikelihood", F.nll_loss(F.log_softmax(x, -1), labels)),
    ("KullbackLeibler", F.kl_div(F.log_softmax(x, -1), F.log_softmax(t, -1), reduction="batchmean", log_target=True)),
    ("SmoothedCrossEntropy", F.cross_entropy(x, labels, label_smoothing=0.1)),
    ("Huber", F.huber_loss(x, t, delta=0.7)),
    ("MeanAbsoluteError", F.l1_loss(x, t)),
    ("CosineSimilarity", F.cosine_similarity(x, t, dim=-1)),
):
    write(name, y)
    gradients(name, y, ("Input", x))
print("}")
