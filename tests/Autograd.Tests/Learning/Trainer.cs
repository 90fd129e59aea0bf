using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>A small training run with everything in it that has state: momentum, decay, a schedule, batch norm, dropout and shuffled batches.</summary>
internal sealed class Trainer
{
    private static readonly (string Name, Func<IReadOnlyList<Parameter>, Optimiser> Make)[] s_optimisers =
    [
        ("sgd", cells => new Sgd(cells, Schedule.Cosine(0.1, 20), decay: WeightDecay.Coupled(0.01))),
        ("momentum", cells => new Sgd(cells, Schedule.Cosine(0.1, 20), 0.9, decay: WeightDecay.Decoupled(0.01))),
        ("nesterov", cells => new Sgd(cells, Schedule.Cosine(0.1, 20), 0.9, nesterov: true, WeightDecay.Coupled(0.01))),
        ("adam", cells => new Adam(cells, Schedule.Cosine(0.01, 20), decay: WeightDecay.Coupled(0.01))),
        ("adamw", cells => new Adam(cells, Schedule.Cosine(0.01, 20), decay: WeightDecay.Decoupled(0.01))),
        ("rmsprop", cells => new RmsProp(cells, Schedule.Cosine(0.01, 20), decay: WeightDecay.Coupled(0.01))),
        ("rmsprop, momentum", cells => new RmsProp(cells, Schedule.Cosine(0.01, 20), momentum: 0.9, decay: WeightDecay.Decoupled(0.01))),
    ];

    private readonly Tensor _x, _labels;
    private readonly RandomStream _order;

    internal Trainer(string optimiser, ulong seed = 1)
    {
        (_x, _labels) = Clouds(24, 5, Stream("data"));
        Net = new Sequential(
            new Dense("dense1", 5, 6, Initialiser.He, Stream("w", seed)), new BatchNorm("norm", 6), Activation.Relu,
            new Dropout(0.3, Stream("drop", seed)), new Dense("dense2", 6, 2, Initialiser.He, Stream("w2", seed)));
        Optimiser = s_optimisers.Single(each => each.Name == optimiser).Make(Net.Parameters);
        _order = Stream("order", seed);
        State = new TrainingState(Net, [Optimiser], _order);
    }

    internal static IEnumerable<string> Names => s_optimisers.Select(each => each.Name);

    internal Sequential Net { get; }

    internal Optimiser Optimiser { get; }

    internal TrainingState State { get; }

    internal double Step() => Optimiser.Epoch(Net, _x, _labels, Loss.CrossEntropy, 12, _order);
}
