using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The identity, by which a transform tells its own variable from the tensor it was given.</summary>
internal readonly record struct Marked : IStructuralOp
{
    public static string Name => "mark";

    /// <summary>The same elements as a node of its own. Of a tracked tensor the mark is part of the outer graph, so that an outer derivative goes
    /// through it; of a constant it is a leaf.</summary>
    internal static Tensor Of(Tensor x) => x.IsTracked && Tracking.IsOn ? x.ResultOf(default(Marked), x) : x.Track(Name);
}
