using System.Runtime.CompilerServices;
using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Deep generative replay (Shin et al. 2017) with a variational auto-encoder: images that it generates, with the old network's labels, are learned with the new examples; and after each task it learns to
/// generate that task's images as well, along with those that it generated before, weighted 1/t and 1 - 1/t.</summary>
/// <param name="generator">Of images with pixels in [0, 1]; trained in place, an object of its own.</param>
public sealed class GenerativeReplay(VariationalAutoEncoder generator) : DreamReplay(temperature: null)
{
    /// <summary>The learning rate of Adam where no other optimiser is given: the usual one.</summary>
    private const double UsualRate = 1e-3;

    // By identity: a clone is free.
    private static readonly ConditionalWeakTable<VariationalAutoEncoder, object> s_taken = [];

    /// <summary>Passes of the generator over a task's images; as many as the plan has for a task where it is null.</summary>
    public int? Epochs { get; init; }

    /// <summary>Makes the generator's optimiser, anew for each task; Adam at 0.001 where it is null.</summary>
    public Func<IReadOnlyList<Parameter>, Optimiser>? Optimiser { get; init; }

    /// <inheritdoc/>
    public override string Name => "generative replay";

    /// <summary>What generates.</summary>
    public VariationalAutoEncoder Generator { get; } = Owned(generator);

    /// <summary>The network as it was, and the generator.</summary>
    public override long StoredBytes => base.StoredBytes + Generator.Bytes;

    /// <inheritdoc/>
    /// <exception cref="TensorException">Images are of another size or dtype than the generator's, or have pixels outside [0, 1].</exception>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        base.Begin(learner);
        if (Epochs < 1) throw new TensorException($"{Name}: {Epochs} passes of the generator; it takes at least 1");
        using var scope = MemoryScope.Open();
        foreach (Tensor images in learner.Stream.Tasks.Select(task => task.Train.Images))
        {
            if (images.Count / images.Shape[0] != Generator.Inputs || images.DType != Generator.DType)
                throw new TensorException($"{Name}: images {images.DType.Name()} {images.Shape} for a generator of {Generator.Inputs} {Generator.DType.Name()} pixels; they are the same");
            if (!(images.Min().Item() >= 0 && images.Max().Item() <= 1))
                throw new TensorException(FormattableString.Invariant($"{Name}: pixels from {images.Min().Item()} to {images.Max().Item()}; they are in [0, 1], and what normalises them is the network's first layer"));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Dream(Learner learner, Module solver, int last, int count, long before, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return Generator.Sample(count, random).Reshape([count, .. learner.Task.Train.Images.Shape.Sizes[1..]]);
    }

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        VariationalAutoEncoder? old = learner.Number > 0 ? Generator.Clone() : null;
        double share = Share ?? 1 - 1.0 / (learner.Number + 1);
        Optimiser optimiser = Optimiser is null ? new Adam(Generator.Parameters, UsualRate) : TrainingPlan.Made(Optimiser(Generator.Parameters));
        RandomStream order = learner.Random("order of the generator"), noise = learner.Random("noise of the generator"), dreams = learner.Random("dreams of the generator");
        Tensor images = learner.Task.Train.Images;
        for (int epoch = 0; epoch < (Epochs ?? learner.Plan.Epochs); epoch++)
        {
            foreach (int[] batch in Batches.Shuffled(images.Shape[0], learner.Plan.BatchSize, order))
            {
                using var step = MemoryScope.Open();
                Tensor loss = Loss(images.Rows(batch).Reshape(batch.Length, Generator.Inputs));
                if (old is not null) loss = loss * (1 - share) + Loss(old.Sample(BatchSize ?? learner.Plan.BatchSize, dreams)) * share;
                optimiser.Step(learner.Finite(loss, "the loss of the generator").Backward());
            }
        }

        Tensor Loss(Tensor x) => Generator.Loss(x, noise.Normal([x.Shape[0], Generator.Latent], dtype: Generator.DType));
    }
    private static VariationalAutoEncoder Owned(VariationalAutoEncoder generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return s_taken.TryAdd(generator, new object())
            ? generator
            : throw new TensorException("generative replay: this generator belongs to another strategy, which trains it; make a new one, or Clone() it to go on from what it has learned");
    }
}
