using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public class LossTests
{
    private static readonly double[,] s_logits = { { 1, 2, 0.5 }, { -1, 0, 3 } };
    private static readonly int[] s_labels = [1, 0];

    private static double CrossEntropyByHand(double temperature)
    {
        double sum = 0;
        for (int row = 0; row < 2; row++)
        {
            double total = 0;
            for (int k = 0; k < 3; k++) total += Math.Exp(s_logits[row, k] / temperature);
            sum += Math.Log(total) - s_logits[row, s_labels[row]] / temperature;
        }
        return sum / 2;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(0.5)]
    public void Cross_entropy_is_minus_the_log_of_the_softmax_at_the_label(double temperature)
    {
        Tensor logits = Tensor.From(s_logits), labels = Tensor.From(s_labels);
        double expected = CrossEntropyByHand(temperature);
        Assert.Equal(expected, Loss.CrossEntropy(logits, labels, temperature).Item(), 12);
        Assert.Equal(expected * temperature * temperature, Loss.CrossEntropy(logits, labels, temperature, timesSquaredTemperature: true).Item(), 12);
        Assert.Equal(expected, Loss.CrossEntropy(logits, Tensor.OneHot(labels, 3, DType.Float64), temperature).Item(), 12);
    }

    [Fact]
    public void The_gradient_at_the_logits_is_softmax_minus_target_over_the_examples()
    {
        Tensor logits = Sample.Stream().Normal([5, 4], 0, 2, DType.Float64).Track();
        Tensor targets = Sample.Stream("targets").Normal([5, 4], dtype: DType.Float64).SoftMax();
        Tensor gradient = Loss.CrossEntropy(logits, targets).Backward()[logits];
        Near(((logits.SoftMax() - targets) * 0.2).Numbers(), gradient.Numbers(), 1e-14);
    }

    /// <summary>The fused op, its first and its second derivative against softmax, logarithm and sum one by one.</summary>
    [Fact]
    public void Cross_entropy_equals_its_composition()
    {
        Tensor x = Sample.Stream().Normal([6, 9], 0, 3, DType.Float64), labels = Sample.Stream("labels").Integers([6], 9), v = Sample.Stream("v").Normal([6, 9], dtype: DType.Float64);
        Tensor soft = Sample.Stream("targets").Normal([6, 9], dtype: DType.Float64).SoftMax();
        foreach (Tensor targets in new[] { labels, soft })
        {
            Tensor rows = targets.DType == DType.Int32 ? Tensor.OneHot(targets, 9, DType.Float64) : targets;
            (double[] value, double[] first, double[] second) = Derivatives(x, v, logits => Loss.CrossEntropyOfEach(logits, targets));
            (double[] value2, double[] first2, double[] second2) = Derivatives(x, v, logits =>
            {
                Tensor e = (logits - logits.Max(-1, keepDims: true).StopGradient()).Exp();
                return -(rows * (e / e.Sum(-1, keepDims: true)).Log()).Sum(-1);
            });
            Near(value2, value, 1e-12);
            Near(first2, first, 1e-12);
            Near(second2, second, 1e-12);
        }
    }

    private static (double[] Value, double[] First, double[] Second) Derivatives(Tensor x, Tensor v, Func<Tensor, Tensor> f)
    {
        Tensor leaf = x.Track(), y = f(leaf);
        Tensor first = (y.Square() * 0.5).Sum().Backward(createGraph: true)[leaf];
        return (y.Numbers(), first.Numbers(), (first * v).Sum().Backward()[leaf].Numbers());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_label_that_is_no_class_is_named_with_its_row(int label)
    {
        Tensor logits = Tensor.From(s_logits).Track(), labels = Tensor.From(1, label);
        Action[] uses = [() => Loss.CrossEntropy(logits, labels), () => Tensor.OneHot(labels, 3)];
        foreach (Action use in uses)
            Assert.Contains($"label {label} of row 1: there are 3 classes, so labels go from 0 to 2", Assert.Throws<TensorException>(use).Message, StringComparison.Ordinal);
    }

    /// <summary>A class that is ruled out by a logit of -∞ takes no part, and its gradient is 0.</summary>
    [Fact]
    public void A_class_may_be_ruled_out()
    {
        Tensor logits = Tensor.From(new double[,] { { 1, double.NegativeInfinity, 3 } }).Track();
        foreach (Tensor targets in new[] { Tensor.From(2), Tensor.From(new double[,] { { 0, 0, 1 } }) })
        {
            Tensor loss = Loss.CrossEntropy(logits, targets);
            double p = 1 / (1 + Math.Exp(-2));
            Assert.Equal(-Math.Log(p), loss.Item(), 14);
            Near([1 - p, 0, p - 1], loss.Backward()[logits].Numbers(), 1e-15);
        }
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Large_logits_stay_finite_and_exact(DType dtype)
    {
        Tensor logits = Tensor.From(new double[,] { { 1e4, -1e4 }, { -1e4, 1e4 }, { 1e4, 1e4 - 1 } }).To(dtype).Track();
        Tensor each = Loss.CrossEntropyOfEach(logits, Tensor.From(0, 0, 0));
        Near([0, 2e4, Math.Log(1 + Math.Exp(-1))], each.Numbers(), dtype == DType.Float32 ? 1e-6 : 1e-12);
        double high = 1 / (1 + Math.Exp(-1));
        Near([0, 0, -1, 1, high - 1, 1 - high], each.Sum().Backward()[logits].Numbers(), 1e-6);
    }

    [Fact]
    public void Binary_cross_entropy_is_exact_from_end_to_end()
    {
        double[] x = [-1e4, -20, -1, 0, 0, 1, 20, 1e4, 1e4, -1e4];
        double[] t = [0, 1, 0.3, 0, 1, 0.7, 1, 1, 0, 1];
        double[] each = [0, 20 + Math.Exp(-20), 0, Math.Log(2), Math.Log(2), 0, Math.Exp(-20), 0, 1e4, 1e4];
        each[2] = -(0.3 * Math.Log(1 / (1 + Math.E)) + 0.7 * Math.Log(Math.E / (1 + Math.E)));
        each[5] = -(0.7 * Math.Log(Math.E / (1 + Math.E)) + 0.3 * Math.Log(1 / (1 + Math.E)));
        for (int i = 0; i < x.Length; i++)
        {
            Tensor logit = Tensor.From(x[i]).Track(), target = Tensor.From(t[i]);
            Tensor loss = Loss.BinaryCrossEntropy(logit, target);
            Assert.True(Math.Abs(each[i] - loss.Item()) <= 1e-8 * each[i] + 1e-16, $"x = {x[i]}, t = {t[i]}: {loss.Item():R}, expected {each[i]:R}");
            Assert.Equal(1 / (1 + Math.Exp(-x[i])) - t[i], loss.Backward()[logit].Item(), 12);
        }
    }

    [Fact]
    public void Mean_squared_error_averages_over_all_elements()
    {
        Tensor y = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }), t = Tensor.From(new double[,] { { 1, 0 }, { 0, 4 } });
        Assert.Equal((4 + 9) / 4.0, Loss.MeanSquaredError(y, t).Item(), 14);
    }

    [Fact]
    public void Accuracy_is_the_share_of_right_arg_maxima() =>
        Assert.Equal(0.5, Loss.Accuracy(Tensor.From(s_logits), Tensor.From(1, 1)));

    [Fact]
    public void What_does_not_fit_is_refused_with_both_shapes()
    {
        Tensor logits = Tensor.From(s_logits);
        Assert.Contains("[3]", Assert.Throws<TensorException>(() => Loss.CrossEntropy(logits, Tensor.From(0, 1, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => Loss.CrossEntropy(logits, Tensor.From(0, 3)));
        Assert.Throws<TensorException>(() => Loss.CrossEntropy(logits, Tensor.From(0.0, 1.0)));
        Assert.Throws<TensorException>(() => Loss.CrossEntropy(logits, Tensor.From(0, 1), temperature: 0));
        Assert.Throws<TensorException>(() => Loss.MeanSquaredError(Tensor.Zeros([3]), Tensor.Zeros([3, 1])));
        Assert.Throws<TensorException>(() => Loss.Accuracy(logits, Tensor.From(0.0, 1.0)));
        Assert.Equal("accuracy: the logits are a single number; they must be [..., classes]",
            Assert.Throws<TensorException>(() => Loss.Accuracy(Tensor.Scalar(1), Tensor.From(0))).Message);
        foreach (int label in new[] { -1, 3, 30 })
            Assert.Equal($"accuracy: label {label} of row 1: there are 3 classes, so labels go from 0 to 2", Assert.Throws<TensorException>(() => Loss.Accuracy(logits, Tensor.From(0, label))).Message);
    }
}
