using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>Graphs to look at.</summary>
internal static class Samples
{
    internal static (Tensor X, Tensor Y, Tensor Z) Sine()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64).Track("x"), y = Tensor.Scalar(1, DType.Float64).Track("y");
        return (x, y, (x * y).Sin() + x);
    }

    /// <summary>The loss of a network with two layers.</summary>
    internal static (Mlp Net, Tensor Loss) Network()
    {
        var net = new Mlp([2, 8, 2], Activation.Tanh, Initialiser.GlorotUniform, new RandomStream(1, "weights"));
        Tensor points = Tensor.From(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        return (net, Loss.CrossEntropy(net.Forward(points), Tensor.From(0, 1, 1, 0)));
    }

    /// <summary>So many ops of one and two inputs, drawn at random, all of which the output depends on.</summary>
    internal static (Tensor[] Leaves, Tensor Y) Random(int seed, int ops)
    {
        var random = new Random(seed);
        Tensor[] leaves = [.. Enumerable.Range(0, 3).Select(i => Tensor.Scalar(0.5 + random.NextDouble(), DType.Float64).Track($"x{i}"))];
        List<Tensor> all = [.. leaves], unused = [];
        for (int op = 0; op < ops; op++)
        {
            Tensor a = all[^(1 + random.Next(Math.Min(all.Count, 8)))], b = all[random.Next(all.Count)];
            Tensor y = random.Next(6) switch { 0 => a.Sin(), 1 => a.Tanh(), 2 => a * 0.5, 3 => a * b, 4 => a - b, _ => a + b };
            unused.RemoveAll(tensor => tensor == a || tensor == b);
            unused.Add(y);
            all.Add(y);
        }
        return (leaves, unused.Concat(leaves).Aggregate((sum, tensor) => sum + tensor));
    }
}
