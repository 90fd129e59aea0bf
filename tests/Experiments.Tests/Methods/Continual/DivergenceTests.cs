using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

/// <summary>A network of NaN answers the same to everything, and so forgets nothing: it must not pass for a result.</summary>
public sealed class DivergenceTests
{
    private const double Clip = 1;

    private static readonly Dictionary<string, Func<Strategy>> s_diverging = new()
    {
        ["EWC"] = () => new Ewc(1e5),
        ["SI"] = () => new SynapticIntelligence(1e5),
        ["LwF"] = () => new LearningWithoutForgetting(1e15),
    };

    public static TheoryData<string> Diverging => [.. s_diverging.Keys];

    [Theory]
    [MemberData(nameof(Diverging))]
    public void APenaltyThatIsTooStrongIsRefusedInOneLineAndAClipHelps(string name)
    {
        string message = Refused(s_diverging[name](), Toys.Plan());
        Assert.Matches($"^continual learning: {name}, task [23] of 3, after [1-4][0-9] steps: .* is (NaN|Infinity|not finite); take a smaller learning rate .*ClipNorm.*Proximal.*$", message);
        Assert.All(Toys.Numbers(Learned(s_diverging[name](), Toys.Plan() with { ClipNorm = Clip })), number => Assert.True(double.IsFinite(number)));
    }

    [Fact]
    public void TheProximalStepIsStable()
    {
        Assert.All(Toys.Numbers(Learned(new Ewc(1e5) { Proximal = true }, Toys.Plan())), number => Assert.True(double.IsFinite(number)));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void ALossOfOnesOwnThatIsNotFiniteIsRefusedAtItsFirstStep(double loss, string shown) =>
        Assert.Contains($"own, task 1 of 3, after 0 steps: the loss is {shown};", Refused(new Own { Term = loss }, Toys.Plan()));

    // The last step of a task has no later loss that could tell.
    [Fact]
    public void ParametersThatAreNotFiniteAreRefusedAtTheEndOfTheirTask()
    {
        string message = Refused(new Own { BreaksAfter = 15 }, Toys.Plan());
        Assert.Matches("own, task 1 of 3, after 15 steps: '.*weight.*' is not finite;", message);
    }

    [Fact]
    public void AGeneratorThatDivergesIsRefused()
    {
        var generator = new VariationalAutoEncoder("auto", Toys.Pixels, [8], 2, new RandomStream(1, "weights"));
        LabelledImages images = Toys.Images(60, noise: 0), unit = new(images.Images, images.Labels);
        TaskStream stream = TaskStream.Split(unit, unit, 2, Scenario.DomainIncremental);
        var strategy = new GenerativeReplay(generator) { Optimiser = parameters => new Sgd(parameters, 1e20) };
        var learner = new Learner(Toys.Net(stream), stream, strategy, Toys.Plan());
        Assert.Contains("generative replay, task 1 of 3, after 9 steps: the loss of the generator is", Assert.Throws<DivergenceException>(learner.Run).Message);
    }

    [Fact]
    public void ImagesThatAreNotFiniteAreRefused()
    {
        foreach (float wrong in (float[])[float.NaN, float.PositiveInfinity])
            Assert.Contains("NaN or infinite", Assert.Throws<TensorException>(() => new LabelledImages(Tensor.From([0, 1, wrong, 0], [2, 2]), Tensor.From([0, 1], [2]))).Message);
    }

    [Fact]
    public void APlanThatMakesNoOptimiserIsToldSo()
    {
        string message = Assert.Throws<TensorException>(() => Learned(new Naive(), Toys.Plan() with { Optimiser = _ => null! })).Message;
        Assert.StartsWith("training plan: the function Optimiser gave null", message);
    }

    // With tanh units even the wildest weights give finite losses.
    private static Mlp Learned(Strategy strategy, TrainingPlan plan)
    {
        TaskStream stream = Toys.Split(Scenario.TaskIncremental);
        Mlp net = Toys.Net(stream, activation: Activation.Relu);
        _ = new Learner(net, stream, strategy, plan).Run();
        return net;
    }

    private static string Refused(Strategy strategy, TrainingPlan plan)
    {
        string message = Assert.Throws<DivergenceException>(() => Learned(strategy, plan)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private sealed class Own : Strategy
    {
        public double Term { get; init; }

        public int BreaksAfter { get; init; } = int.MaxValue;

        public override string Name => "own";

        public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss) => loss + Term;

        public override void AfterStep(Learner learner)
        {
            if (learner.Steps + 1 == BreaksAfter) learner.Parameters[0].Update(learner.Parameters[0].Value * double.NaN);
        }
    }
}
