using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class FisherTests
{
    private const int Count = 40;
    private static readonly int[] s_some = [0, 2, 3];

    private static (Mlp Net, Examples Examples) Case(int count = Count)
    {
        TaskStream stream = TaskStream.Split(Toys.Images(count, 3, DType.Float64), Toys.Images(12, 4, DType.Float64), Toys.Classes, Scenario.ClassIncremental);
        return (Toys.Net(stream, DType.Float64, Activation.Sigmoid), stream.Tasks[0].Train);
    }

    private static RandomStream Random(string name = "fisher") => new(11, name);

    private static ParameterState Estimate(FisherEstimator estimator, int[]? outputs = null, Func<Mlp, Module>? as_ = null)
    {
        (Mlp net, Examples examples) = Case();
        return estimator.Of(as_?.Invoke(net) ?? net, examples.Images, examples.Labels, outputs ?? [.. Enumerable.Range(0, Toys.Classes)], Random());
    }

    private static double[] Numbers(ParameterState state) => [.. state.Parameters.SelectMany(parameter => Toys.Numbers(state[parameter]))];

    // One example, one label, one backward pass at a time, and the probabilities from exponentials.
    private static double[] Loop(Mlp net, Examples examples, int[] outputs, IReadOnlyList<Tensor>? gates)
    {
        double[] sum = new double[(int)net.ParameterCount];
        for (int i = 0; i < examples.Count; i++)
        {
            Tensor image = examples.Images[i..(i + 1)];
            double[] logits = Toys.Numbers(Forward(image));
            double all = outputs.Sum(unit => Math.Exp(logits[unit]));
            foreach (int unit in outputs)
            {
                Gradients gradients = Learner.Only(Forward(image), outputs).LogSoftMax()[0, unit].Backward();
                double[] slope = [.. net.Parameters.SelectMany(parameter => Toys.Numbers(gradients[parameter]))];
                for (int k = 0; k < sum.Length; k++) sum[k] += Math.Exp(logits[unit]) / all * slope[k] * slope[k] / examples.Count;
            }
        }
        return sum;

        Tensor Forward(Tensor image) => gates is null ? net.Forward(image) : net.Gated(image, gates);
    }

    private static void Near(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-12 + 1e-9 * Math.Abs(expected[i]));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void TheClosedFormIsALoopOverExamplesAndLabels(bool some, bool gated)
    {
        (Mlp net, Examples examples) = Case();
        int[] outputs = some ? s_some : [.. Enumerable.Range(0, Toys.Classes)];
        Tensor[]? gates = gated ? [Random("first").Uniform([10], dtype: DType.Float64), Random("second").Bernoulli([8], 0.5).To(DType.Float64)] : null;
        ParameterState closed = new ExactFisher().Of(net, examples.Images, examples.Labels, outputs, Random(), gates);
        Near(Loop(net, examples, outputs, gates), Numbers(closed));
        Assert.Equal(net.Parameters, closed.Parameters);
        if (some) Assert.All([1, 4, 5], unit => Assert.Equal(0, Toys.Numbers(closed[net.Layers[^1].Bias!])[unit]));
    }

    [Fact]
    public void OtherNetworksTakeAGradientPerExampleAndComeToTheSame()
    {
        foreach (FisherEstimator estimator in new FisherEstimator[] { new ExactFisher(), new SampledFisher(), new EmpiricalFisher(), new BatchedFisher() })
            Near(Numbers(Estimate(estimator, s_some)), Numbers(Estimate(estimator, s_some, net => new Sequential(net))));
    }

    [Fact]
    public void GatesOnWhatHasNoHiddenUnitsAreRefused()
    {
        (Mlp net, Examples examples) = Case();
        Tensor[] gates = [Tensor.Ones([10], DType.Float64), Tensor.Ones([8], DType.Float64)];
        ParameterState Of(Module given) => new ExactFisher().Of(given, examples.Images, examples.Labels, s_some, Random(), gates);
        Near(Numbers(Estimate(new ExactFisher(), s_some)), Numbers(Of(net)));
        Assert.Contains("works on the units of an Mlp; the network is a Sequential", Assert.Throws<TensorException>(() => Of(new Sequential(net))).Message);
    }

    [Fact]
    public void DrawnLabelsTendToTheExactOnes()
    {
        const int Draws = 300;
        (Mlp net, Examples examples) = Case();
        RandomStream random = Random();
        double exact = Numbers(new ExactFisher().Of(net, examples.Images, examples.Labels, s_some, random)).Sum();
        double[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => Numbers(new SampledFisher().Of(net, examples.Images, examples.Labels, s_some, random)).Sum())];
        double mean = drawn.Average(), error = Math.Sqrt(drawn.Sum(x => (x - mean) * (x - mean)) / (Draws - 1) / Draws);
        Assert.True(Math.Abs(mean - exact) < 4 * error && error < 0.02 * exact, $"{mean} ± {error}, exact {exact}");
    }

    [Fact]
    public void SquaresOfMeansAreAtMostMeansOfSquares()
    {
        double[] empirical = Numbers(Estimate(new EmpiricalFisher())), batched = Numbers(Estimate(new BatchedFisher()));
        Assert.All(empirical.Zip(batched), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-12)));
        Assert.True(batched.Sum() < 0.7 * empirical.Sum(), $"{batched.Sum()} of {empirical.Sum()}");
        Near(empirical, Numbers(Estimate(new BatchedFisher { BatchSize = 1 })));
    }

    [Fact]
    public void SomeExamplesAreThoseThatAreDrawn()
    {
        const int Some = 15;
        (Mlp net, Examples examples) = Case();
        Near(Numbers(Estimate(new ExactFisher())), Numbers(Estimate(new ExactFisher { Examples = Count })));
        ParameterState some = new ExactFisher { Examples = Some }.Of(net, examples.Images, examples.Labels, s_some, Random());
        Near(Loop(net, examples.Rows(Random().Permutation(Count)[..Some]), s_some, null), Numbers(some));
        Assert.Throws<TensorException>(() => Estimate(new ExactFisher { Examples = 0 }));
    }

    [Fact]
    public void OnlyTheEmpiricalKindsLookAtLabels()
    {
        (Mlp net, Examples examples) = Case();
        Tensor others = Tensor.Zeros([Count], DType.Int32);
        Assert.Equal([true, true, false, false], new FisherEstimator[] { new ExactFisher(), new SampledFisher(), new EmpiricalFisher(), new BatchedFisher() }.Select(estimator =>
            Numbers(Estimate(estimator)).SequenceEqual(Numbers(estimator.Of(net, examples.Images, others, [.. Enumerable.Range(0, Toys.Classes)], Random())))));
    }

    [Fact]
    public void ManyExamplesInSeveralChunksAreOneMean()
    {
        (Mlp net, Examples examples) = Case(600);
        ParameterState all = new ExactFisher().Of(net, examples.Images, examples.Labels, s_some, Random());
        double[] halves = [.. new[] { Enumerable.Range(0, 300), Enumerable.Range(300, 300) }
            .Select(rows => examples.Rows([.. rows]))
            .Select(half => Numbers(new ExactFisher().Of(net, half.Images, half.Labels, s_some, Random())))
            .Aggregate((x, y) => [.. x.Zip(y, (a, b) => (a + b) / 2)])];
        Near(halves, Numbers(all));
    }
}
