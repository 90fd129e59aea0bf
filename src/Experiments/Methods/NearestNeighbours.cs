using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>The k-nearest-neighbours classifier (Cover and Hart 1967): an input belongs to the class of most of the k examples that lie nearest. It
/// learns nothing and its answer has no gradient.</summary>
/// <example><code>
/// var net = new NearestNeighbours(images, labels, classes: 10);
/// int[] answers = net.Predict(tests);
/// </code></example>
public sealed class NearestNeighbours
{
    // Distances of so many inputs to all examples are held at a time.
    private const int Chunk = 256;

    private readonly Tensor _transposed, _squares;
    private readonly int[] _labels;

    /// <summary>Remembers a copy of the examples, in the memory scope that is open.</summary>
    /// <param name="examples">float32 or float64 [n, features], at least as many as neighbours. Distances are computed in this type.</param>
    /// <param name="labels">A class for each, from 0 to classes - 1.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="neighbours">k, at least 1.</param>
    /// <exception cref="TensorException">The examples are no such matrix; a label names no class; there are fewer examples than neighbours.</exception>
    public NearestNeighbours(Tensor examples, IReadOnlyList<int> labels, int classes, int neighbours = 5)
    {
        LabelledRows.Require("nearest neighbours", examples, labels, classes);
        if (neighbours < 1 || neighbours > labels.Count) throw new TensorException($"nearest neighbours: {neighbours} of {labels.Count} examples; there must be at least 1 and no more than there are");
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        _transposed = scope.Keep(examples.Transpose().Copy());
        _squares = scope.Keep(examples.Square().Sum(1));
        (_labels, Neighbours) = ([.. labels], neighbours);
    }

    /// <summary>k.</summary>
    public int Neighbours { get; }

    /// <summary>For each input the k nearest examples, the nearest first; of equally near ones the earlier.</summary>
    /// <param name="x">[n, features] of the examples' type.</param>
    public int[][] Nearest(Tensor x)
    {
        LabelledRows.RequireLike("nearest neighbours", x, _transposed.DType, _transposed.Shape[0]);
        using Tracking.Scope pause = Tracking.Pause();
        var nearest = new int[x.Shape[0]][];
        for (int start = 0; start < nearest.Length; start += Chunk)
        {
            using var scope = MemoryScope.Open();
            int count = Math.Min(Chunk, nearest.Length - start);
            // ‖x - e‖² = ‖x‖² + ‖e‖² - 2·x·e, and ‖x‖² is the same for all examples.
            double[] distances = (_squares - 2 * x[start..(start + count)].MatMul(_transposed)).To(DType.Float64).ToArray<double>();
            for (int i = 0; i < count; i++) nearest[start + i] = Smallest(distances.AsSpan(i * _labels.Length, _labels.Length), Neighbours);
        }
        return nearest;
    }

    /// <summary>A class for each input; of classes with equally many neighbours the one with the nearest.</summary>
    /// <param name="x">[n, features] of the examples' type.</param>
    public int[] Predict(Tensor x) => [.. Nearest(x).Select(nearest => Vote(nearest.Select(example => _labels[example])))];

    /// <summary>The class of most of them; among equals the one that comes first.</summary>
    /// <param name="labels">Of the neighbours, the nearest first.</param>
    internal static int Vote(IEnumerable<int> labels) => labels.GroupBy(label => label).MaxBy(group => group.Count())!.Key;

    /// <summary>The places of the smallest values, the smallest first; of equals the earlier. All of them where there are no more.</summary>
    internal static int[] Smallest(ReadOnlySpan<double> values, int count)
    {
        count = Math.Min(count, values.Length);
        int[] kept = new int[count];
        int filled = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (filled == count && !(values[i] < values[kept[^1]])) continue;
            int place = filled < count ? filled++ : count - 1;
            for (; place > 0 && values[i] < values[kept[place - 1]]; place--) kept[place] = kept[place - 1];
            kept[place] = i;
        }
        return kept;
    }
}

/// <summary>What classifiers of this folder demand of their examples.</summary>
internal static class LabelledRows
{
    public static void Require(string who, Tensor x, IReadOnlyList<int> labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(labels);
        if (!x.DType.IsFloat() || x.Rank != 2 || x.Count == 0 || x.Shape[0] != labels.Count)
            throw new TensorException($"{who}: {x.DType.Name()} {x.Shape} with {labels.Count} labels; it takes float32 or float64 examples [n, features], at least one, with a label each");
        if (labels.Any(label => label < 0 || label >= classes)) throw new TensorException($"{who}: labels from {labels.Min()} to {labels.Max()}; {classes} classes are named 0 to {classes - 1}");
    }

    public static void RequireLike(string who, Tensor x, DType dtype, int features)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DType != dtype || x.Rank != 2 || x.Shape[1] != features) throw new TensorException($"{who}: {x.DType.Name()} {x.Shape}; the examples were {dtype.Name()} [n, {features}]");
    }
}
