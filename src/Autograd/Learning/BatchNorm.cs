using DeepPuzzles.Autograd;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015): y = scale·(x - μ)/√(σ² + ε) + shift per channel, for inputs [N, C] or [N, C, H, W].
/// <see cref="Forward"/> trains: μ and σ² = Σ(x - μ)²/m are those of the m numbers of the channel in the batch, and the running statistics take
/// a step towards them. <see cref="ForEvaluation"/> gives the layer that uses the running statistics and leaves them alone. Nothing is
/// switched: which of the two is called decides. The formulas are PyTorch's (<c>torch.nn.BatchNorm2d</c>).</summary>
public sealed class BatchNorm : Module
{
    private readonly double _epsilon;
    private readonly double _momentum;
    private bool _evaluates;

    /// <summary>A layer with scale 1, shift 0, running mean 0 and running variance 1.</summary>
    /// <param name="name">The cells are called <c>name.scale</c>, <c>name.shift</c>, <c>name.mean</c> and <c>name.variance</c>.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">ε, keeps the division finite.</param>
    /// <param name="momentum">ρ: running ← (1 - ρ)·running + ρ·batch.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">Where the parameters live; null for the default.</param>
    public BatchNorm(string name, int channels, double epsilon = 1e-5, double momentum = 0.1, DType dtype = DType.Float32, Device? device = null)
    {
        using var scope = MemoryScope.Open();
        Domain.Count($"batch norm '{name}'", "channels", channels);
        _epsilon = Domain.NotNegative($"batch norm '{name}'", "an epsilon", epsilon);
        _momentum = Domain.Step($"batch norm '{name}'", "a momentum", momentum);
        Tensor ones = Tensor.Ones([channels], dtype, device), zeros = Tensor.Zeros([channels], dtype, device);
        Scale = new Parameter($"{name}.scale", ones);
        Shift = new Parameter($"{name}.shift", zeros);
        RunningMean = new Parameter($"{name}.mean", zeros);
        RunningVariance = new Parameter($"{name}.variance", ones);
        Statistics = [RunningMean, RunningVariance];
    }

    /// <summary>The factor on each channel, [C].</summary>
    public Parameter Scale { get; }

    /// <summary>What is added to each channel, [C].</summary>
    public Parameter Shift { get; }

    /// <summary>The running mean of each channel, [C].</summary>
    public Parameter RunningMean { get; }

    /// <summary>The running variance of each channel, Σ(x - μ)²/(m - 1), [C].</summary>
    public Parameter RunningVariance { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Statistics { get; }

    /// <summary>The output of a training step, by the statistics of the batch, towards which the running statistics move, once also where the call is recomputed (<c>Differentiation.Recompute</c>); of the form for
    /// evaluation, by the running statistics.</summary>
    /// <param name="x">[N, C] or [N, C, H, W]; in training at least two numbers per channel.</param>
    /// <exception cref="TensorException">Another shape, or a channel has fewer than two numbers.</exception>
    public override Tensor Forward(Tensor x)
    {
        ReadOnlySpan<int> others = Others(x);
        Inputs.Require("batch norm", x, Scale);
        if (_evaluates)
        {
            Tensor runningMean = RunningMean.Value.StopGradient(), runningVariance = RunningVariance.Value.StopGradient();
            return Normalise(x - Column(runningMean, x), Column(runningVariance, x));
        }
        int count = x.Count / Math.Max(1, x.Shape[1]);
        if (count < 2) throw new TensorException($"batch norm: {x.Shape} has {count} numbers per channel; a variance needs at least 2");
        Tensor mean = x.Mean(others, keepDims: true), centred = x - mean, variance = centred.Square().Mean(others, keepDims: true);
        if (Recomputed.IsRunning) return Normalise(centred, variance);       // this batch has been counted
        using (Tracking.Pause())
        {
            Move(RunningMean, mean.StopGradient());
            Move(RunningVariance, variance.StopGradient() * (count / (count - 1.0)));
        }
        return Normalise(centred, variance);
    }

    /// <summary>The same layer by its running statistics, which then stay as they are.</summary>
    public override Module ForEvaluation()
    {
        var layer = (BatchNorm)MemberwiseClone();
        layer._evaluates = true;
        return layer;
    }

    private void Move(Parameter running, Tensor batch) => running.Step(new Descent(new Pace(-_momentum, Keep: 1 - _momentum)), batch.Reshape(running.Shape));

    private Tensor Normalise(Tensor centred, Tensor variance) =>
        centred * (Column(Scale.Value, centred) * (variance + _epsilon).Pow(-0.5)) + Column(Shift.Value, centred);

    private ReadOnlySpan<int> Others(Tensor x)
    {
        if (x.Rank is not (2 or 4) || x.Shape[1] != Scale.Shape[0])
            throw new TensorException($"batch norm: {x.Shape} is not [N, {Scale.Shape[0]}] or [N, {Scale.Shape[0]}, H, W]");
        return x.Rank == 2 ? [0] : [0, 2, 3];
    }

    // [C] beside [N, C] as it is, beside [N, C, H, W] as [C, 1, 1].
    private static Tensor Column(Tensor channels, Tensor x) => x.Rank == 2 ? channels : channels.Reshape(-1, 1, 1);
}
