using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public sealed class VariationalAutoEncoderTests
{
    private const int Inputs = 6, Latent = 2;

    private static VariationalAutoEncoder Auto(int latent = Latent, DType dtype = DType.Float64) => new("auto", Inputs, [7], latent, new RandomStream(1, "weights"), dtype);

    private static RandomStream Random(string name) => new(2, name);

    // Two patterns, each pixel of them wrong once in ten times.
    private static Tensor Patterns(int count)
    {
        Tensor first = Tensor.From([1.0, 1, 1, 0, 0, 0]), which = Random("which").Bernoulli([count, 1], 0.5).To(DType.Float64), wrong = Random("wrong").Bernoulli([count, Inputs], 0.1).To(DType.Float64);
        Tensor right = which * first + (1 - which) * (1 - first);
        return right + wrong - right * wrong * 2;
    }

    [Fact]
    public void TheDivergenceIsTheMeanOfTheLogarithmOfTheRatio()
    {
        const int Draws = 100_000;
        Tensor mean = Tensor.From([0.7, -0.2, 0]).Reshape(1, 3), logVariance = Tensor.From([-1.0, 0.5, 0]).Reshape(1, 3);
        Tensor noise = Random("noise").Normal([Draws, 3], dtype: DType.Float64), z = VariationalAutoEncoder.Reparametrise(mean, logVariance, noise);
        // ln q(z) - ln p(z); the constants of the two cancel.
        Tensor ratio = ((z.Square() - noise.Square() - logVariance) * 0.5).Sum(-1);
        double error = ratio.StandardDeviation().Item() / Math.Sqrt(Draws);
        Assert.Equal(ratio.Mean().Item(), VariationalAutoEncoder.Divergence(mean, logVariance).Item(), 4 * error);
        Assert.True(error < 0.01);
        Assert.Equal(0, VariationalAutoEncoder.Divergence(Tensor.Zeros([1, 3]), Tensor.Zeros([1, 3])).Item());
    }

    [Fact]
    public void ADrawHasTheMeanAndTheVarianceThatWereAskedFor()
    {
        Tensor draws = VariationalAutoEncoder.Reparametrise(Tensor.From([3.0]), Tensor.From([Math.Log(4)]), Random("noise").Normal([50_000], dtype: DType.Float64));
        Assert.Equal(3, draws.Mean().Item(), 0.05);
        Assert.Equal(2, draws.StandardDeviation().Item(), 0.05);
    }

    [Fact]
    public void TheGradientThroughADrawIsThatOfDifferences()
    {
        const double Step = 1e-6;
        VariationalAutoEncoder auto = Auto();
        Tensor x = Random("inputs").Uniform([5, Inputs], dtype: DType.Float64), noise = Random("noise").Normal([5, Latent], dtype: DType.Float64);
        Gradients gradients = auto.Loss(x, noise).Backward();
        foreach (Parameter parameter in auto.Parameters)
        {
            double[] slope = gradients[parameter].ToArray<double>(), values = parameter.Value.ToArray<double>();
            for (int i = 0; i < values.Length; i += 5) Assert.Equal((At(i, Step) - At(i, -Step)) / (2 * Step), slope[i], 1e-6);

            double At(int i, double by)
            {
                parameter.Update(Tensor.From((double[])[.. values[..i], values[i] + by, .. values[(i + 1)..]], parameter.Shape));
                double loss = auto.Loss(x, noise).Item();
                parameter.Update(Tensor.From(values, parameter.Shape));
                return loss;
            }
        }
    }

    [Fact]
    public void TheLossIsNoLessThanTheSurpriseOfTheImage()
    {
        // -ln p(x) = -ln ∫ p(x|z)·N(z; 0, 1) dz, by Simpson's rule with one number of the code.
        const int Draws = 4000, Half = 400;
        const double End = 8;
        VariationalAutoEncoder auto = Auto(latent: 1);
        Tensor x = Tensor.From([1.0, 0, 0, 1, 1, 0]).Reshape(1, Inputs);
        Tensor codes = Tensor.Arange(2 * Half + 1, DType.Float64).Reshape(-1, 1) * (End / Half) - End, logits = auto.Decode(codes);
        double[] likelihood = ((x * (-logits).Softplus() + (1 - x) * logits.Softplus()).Sum(-1) * -1 - codes.Reshape(-1).Square() * 0.5).Exp().ToArray<double>();
        double integral = likelihood.Select((value, i) => value * (i is 0 or 2 * Half ? 1 : i % 2 == 1 ? 4 : 2)).Sum() * End / Half / 3 / Math.Sqrt(2 * Math.PI);
        double loss = auto.Loss(x.Expand([Draws, Inputs]), Random("noise").Normal([Draws, 1], dtype: DType.Float64)).Item();
        Assert.InRange(loss + Math.Log(integral), 0, 2);
    }

    [Fact]
    public void ItLearnsTwoPatternsAndDreamsOfBoth()
    {
        VariationalAutoEncoder auto = Auto();
        Tensor x = Patterns(300);
        double independent = Loss.BinaryCrossEntropy(Tensor.Zeros(x.Shape, DType.Float64), x).Item() * Inputs;
        var optimiser = new Adam(auto.Parameters, 0.01);
        RandomStream noise = Random("noise");
        double first = 0, last = 0;
        for (int step = 0; step < 400; step++)
        {
            last = optimiser.Step(() => auto.Loss(x, noise.Normal([300, Latent], dtype: DType.Float64)));
            if (step == 0) first = last;
        }
        Assert.True(last < first && last < 0.9 * independent, $"{first} to {last}; pixels by themselves cost {independent}");
        double[] sides = ((auto.Sample(200, Random("dreams")) * 2 - 1) * Tensor.From([1.0, 1, 1, -1, -1, -1])).Mean(-1).ToArray<double>();
        Assert.InRange(sides.Count(side => side > 0.4), 50, 150);
        Assert.InRange(sides.Count(side => side < -0.4), 50, 150);
        Assert.True((auto.Predict(x) - x).Square().Mean().Item() < 0.15);
    }

    [Fact]
    public void SizesAreSaidAndChecked()
    {
        VariationalAutoEncoder auto = Auto(dtype: DType.Float32);
        Assert.Equal((Inputs, Latent, (6 * 7 + 7 + 7 * 4 + 4 + 2 * 7 + 7 + 7 * 6 + 6) * 4L), (auto.Inputs, auto.Latent, auto.Bytes));
        Assert.Equal([3, Inputs], auto.Sample(3, Random("dreams")).Shape);
        Assert.Throws<TensorException>(() => new VariationalAutoEncoder("auto", 0, [], 2, Random("weights")));
        Assert.Throws<TensorException>(() => new VariationalAutoEncoder("auto", 3, [], 0, Random("weights")));
        Assert.Throws<TensorException>(() => new VariationalAutoEncoder("auto", 3, [], 2, Random("weights")).Sample(0, Random("codes")));
    }
}
