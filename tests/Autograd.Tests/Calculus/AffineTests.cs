using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>A dense layer in one pass is the product, the sum and the activation: values, first and second derivatives.</summary>
public sealed class AffineTests
{
    // Rounding of sums in another order, for sums of some hundred numbers of size 1.
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(3, 4, 5)]
    [InlineData(1, 300, 7)]
    [InlineData(40, 17, 1)]
    [InlineData(33, 70, 41)]
    [InlineData(130, 20, 300)]
    public void Affine_is_its_composition(int m, int k, int n)
    {
        Same(default(Identity), z => z, m, k, n);
        Same(default(Relu), z => z.Relu(), m, k, n);
        Same(default(Tanh), z => z.Tanh(), m, k, n);
        Same(default(Sigmoid), z => z.Sigmoid(), m, k, n);
    }

    [Fact]
    public void A_layer_records_one_node()
    {
        var layer = new Dense("layer", 3, 4, Initialiser.He, new RandomStream(1, "w"));
        Tensor x = Tensor.Ones([2, 3]);
        foreach (Activation activation in new[] { Activation.Identity, Activation.Relu, Activation.Tanh, Activation.Sigmoid })
        {
            Assert.Equal(typeof(Affine), layer.Forward(x, activation).Origin!.OpType);
            Assert.Equal(typeof(Affine), new Sequential(layer, activation).Forward(x).Origin!.OpType);
        }
    }

    [Fact]
    public void Any_activation_follows_a_layer()
    {
        var (with, without) = (new Dense("a", 3, 4, Initialiser.He, new RandomStream(1, "w")), new Dense("b", 3, 4, Initialiser.He, new RandomStream(1, "w"), bias: false));
        Tensor x = Tensor.Ones([2, 3]);
        foreach (Activation activation in new[] { Activation.Identity, Activation.Relu, Activation.Softplus, Activation.LeakyRelu(0.1), new Activation("square", z => z.Square()) })
        {
            Tensor expected = activation.Forward(x.MatMul(with.Weight.Value));          // the bias starts at 0
            Assert.Equal(expected.ToArray<float>(), with.Forward(x, activation).ToArray<float>());
            Assert.Equal(expected.ToArray<float>(), without.Forward(x, activation).ToArray<float>());
        }
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Tensor x = Tensor.Ones([2, 3]).Track(), w = Tensor.Ones([3, 4]), b = Tensor.Ones([4]);
        Assert.Contains("the inputs [2, 3] have 3 columns; the weight [4, 3] takes 4", Assert.Throws<TensorException>(() => x.Affine(w.Transpose(), b)).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => x.Affine(w, Tensor.Ones([3])));
        Assert.Throws<TensorException>(() => x.Affine(w, b.To(DType.Float64)));
        Assert.Contains("Softplus", Assert.Throws<TensorException>(() => x.Affine(w, b, default(Softplus)).Sum().Backward()).Message, StringComparison.Ordinal);
    }

    private static void Same<TOp>(TOp op, Func<Tensor, Tensor> activation, int m, int k, int n)
        where TOp : struct, IUnaryOp
    {
        Tensor[] point = [Points.Normal("x", m, k), Points.Normal("w", k, n) * Math.Sqrt(1.0 / k), Points.Normal("b", n)];
        Tensor v = Points.Normal("v", m, n) * Math.Sqrt(1.0 / m), u = Points.Normal("u", k, n);
        Tensor[] fused = Derivatives(x => x[0].Affine(x[1], x[2], op)), composed = Derivatives(x => activation(x[0].MatMul(x[1]) + x[2]));
        for (int i = 0; i < fused.Length; i++)
        {
            double size = Math.Max(1, composed[i].Abs().Max().ToArray<double>()[0]);
            Assert.InRange((fused[i] - composed[i]).Abs().Max().ToArray<double>()[0], 0, Tolerance * size);
        }

        // y, its gradients, and the gradients of ⟨u, the gradient at W⟩.
        Tensor[] Derivatives(Func<Tensor[], Tensor> f)
        {
            Tensor[] leaves = [.. point.Select(x => x.Track())];
            Tensor y = f(leaves);
            Gradients first = y.Backward(v, createGraph: true);
            Tensor along = (first[leaves[1]] * u).Sum();
            return [y, .. leaves.Select(leaf => first[leaf]), .. leaves.Select(leaf => along.Backward()[leaf])];
        }
    }
}
