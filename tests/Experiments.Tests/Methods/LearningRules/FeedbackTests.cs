using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.LearningRules;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.LearningRules;

/// <summary>Where a rule must give back-propagation, or another rule, or an exact answer.</summary>
public sealed class FeedbackTests
{
    private const double Rounding = 1e-12;
    private static readonly int[] s_deep = [5, 7, 6, 3], s_shallow = [5, 7, 3];

    private static RandomStream Stream(string name) => new(7, name);

    private static Mlp Net(int[] sizes, Activation? activation = null, bool bias = true) =>
        new(sizes, activation ?? Activation.Tanh, Initialiser.LeCun, Stream("weights"), bias, DType.Float64);

    private static (Tensor X, Tensor T) Batch() => (Stream("x").Normal([9, 5], dtype: DType.Float64), Stream("t").Integers([9], 3));

    private static Gradients Of(Module module)
    {
        (Tensor x, Tensor t) = Batch();
        return Loss.CrossEntropy(module.Forward(x), t).Backward();
    }

    private static void Same(Gradients expected, Gradients found, IEnumerable<Parameter> parameters, double tolerance = Rounding)
    {
        foreach (Parameter parameter in parameters)
        {
            double difference = (expected[parameter] - found[parameter]).Abs().Max().Item(), size = expected[parameter].Abs().Max().Item();
            Assert.True(size > 0, parameter.Name);
            Assert.True(difference <= tolerance * size, FormattableString.Invariant($"{parameter.Name} differs by {difference} of {size}"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WithTheTransposesFeedbackAlignmentIsBackPropagation(bool bias)
    {
        foreach (Activation activation in (Activation[])[Activation.Tanh, Activation.Relu, Activation.Sigmoid, Activation.Identity])
        {
            Mlp net = Net(s_deep, activation, bias);
            Same(Of(net), Of(new FeedbackAlignment(net, Feedback.Transposed(net))), net.Parameters);
        }
    }

    [Fact]
    public void WithOtherMatricesOnlyTheLastLayerLearnsTheGradient()
    {
        Mlp net = Net(s_deep);
        Gradients exact = Of(net);
        foreach (Module taught in (Module[])[new FeedbackAlignment(net, Feedback.Fixed(net, Initialiser.LeCun, Stream("b"))), new DirectFeedbackAlignment(net, Initialiser.LeCun, Stream("b"))])
        {
            Gradients found = Of(taught);
            Same(exact, found, net.Layers[^1].Parameters);
            Assert.All(net.Layers.SkipLast(1), layer => Assert.InRange(Angle.Between(exact, found, [layer.Weight]), 5, 175));
        }
    }

    [Fact]
    public void OppositeFeedbackOfOneHiddenLayerGivesOppositeGradients()
    {
        Mlp net = Net(s_shallow);
        Gradients exact = Of(net), found = Of(new FeedbackAlignment(net, Feedback.Transposed(net, -1)));
        Assert.Equal(180, Angle.Between(exact, found, net.Layers[0].Parameters), 4);
        Same(exact, found, net.Layers[1].Parameters);
    }

    [Fact]
    public void FixedFeedbackStaysAndRedrawnFeedbackDoesNot()
    {
        Mlp net = Net(s_deep);
        Func<int, Tensor> stays = Feedback.Fixed(net, Initialiser.LeCun, Stream("b")), changes = Feedback.Redrawn(net, Initialiser.LeCun, Stream("b"));
        Assert.Equal(stays(1).ToArray<double>(), stays(1).ToArray<double>());
        Assert.NotEqual(changes(1).ToArray<double>(), changes(1).ToArray<double>());
        Assert.Equal([6, 7], stays(1).Shape.Sizes.ToArray());
    }

    [Fact]
    public void OnOneHiddenLayerDirectFeedbackIsFeedbackAlignment()
    {
        Mlp net = Net(s_shallow);
        Tensor b = Stream("b").Normal([3, 7], dtype: DType.Float64);
        Same(Of(new FeedbackAlignment(net, _ => b)), Of(new DirectFeedbackAlignment(net, [b])), net.Parameters);
    }

    [Fact]
    public void DirectFeedbackThroughTheProductOfTheWeightsOfALinearNetIsBackPropagation()
    {
        Mlp net = Net(s_deep, Activation.Identity);
        Tensor last = net.Layers[2].Weight.Value.StopGradient().Transpose(), both = last.MatMul(net.Layers[1].Weight.Value.StopGradient().Transpose());
        Same(Of(net), Of(new DirectFeedbackAlignment(net, [both, last])), net.Parameters);
    }

    [Fact]
    public void RulesAnswerAsTheirNetDoesAndTrainItsParametersOnly()
    {
        Mlp net = Net(s_deep);
        Tensor x = Batch().X;
        foreach (Module taught in (Module[])[new FeedbackAlignment(net, Feedback.Transposed(net)), new DirectFeedbackAlignment(net, Initialiser.LeCun, Stream("b")), new DifferenceTargetPropagation(net, Initialiser.LeCun, Stream("b"))])
        {
            Assert.True(taught.Predict(x).IsClose(net.Predict(x)).All().Item() == 1);
            Assert.Equal(net.Parameters, taught.Parameters);
        }
    }

    [Fact]
    public void MatricesOfOtherShapesAreRefused()
    {
        Mlp net = Net(s_deep);
        Tensor wrong = Tensor.Zeros([2, 2], DType.Float64);
        Assert.Contains("[3, 6]", Assert.Throws<TensorException>(() => Of(new FeedbackAlignment(net, _ => wrong))).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => new DirectFeedbackAlignment(net, [wrong, wrong]));
        Assert.Throws<TensorException>(() => new DirectFeedbackAlignment(net, [wrong]));
        Assert.Throws<TensorException>(() => new DirectFeedbackAlignment(Net([5, 3]), []));
        Assert.Throws<TensorException>(() => new DifferenceTargetPropagation(net, []));
    }
}
