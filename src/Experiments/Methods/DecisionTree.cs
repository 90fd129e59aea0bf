using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>A classification tree (CART, Breiman et al. 1984): each inner node asks whether one feature is above a threshold, each leaf names the
/// class of most examples that came to it. Its answer has no gradient: it is constant but for jumps.</summary>
/// <example><code>
/// DecisionTree tree = DecisionTree.Fit(images, labels, classes: 10);
/// int[] answers = tree.Predict(tests);
/// </code></example>
public sealed class DecisionTree
{
    private readonly DType _dtype;
    private readonly int _features;

    private DecisionTree(DType dtype, int features, Node root) => (_dtype, _features, Root) = (dtype, features, root);

    internal Node Root { get; }

    /// <summary>How many leaves it has.</summary>
    public int Leaves => Root.Leaves;

    /// <summary>Questions from the root to the farthest leaf.</summary>
    public int Depth => Root.Depth;

    /// <summary>Grows a tree from the root: each node is split where the mean Gini impurity 1 - Σ p² of both sides is smallest, at the midpoint between
    /// two neighbouring values of a feature; of equal splits the first feature's smallest. A node stays a leaf when its examples are of one class,
    /// when no split keeps enough examples on both sides, or at the depth given. A split that gains nothing yet is made, too: what it parts may part
    /// below. Exact: every threshold is tried.</summary>
    /// <param name="x">float32 or float64 [n, features], at least one, all finite.</param>
    /// <param name="labels">A class for each, from 0 to classes - 1.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="maxDepth">The most questions from the root to a leaf, at least 0.</param>
    /// <param name="leastInLeaf">The fewest examples of a leaf, at least 1.</param>
    /// <exception cref="TensorException">The examples are no such matrix; a label names no class; a limit is out of range.</exception>
    public static DecisionTree Fit(Tensor x, IReadOnlyList<int> labels, int classes, int maxDepth = 12, int leastInLeaf = 5)
    {
        LabelledRows.Require("decision tree", x, labels, classes);
        if (maxDepth < 0 || leastInLeaf < 1) throw new TensorException($"decision tree: a depth of {maxDepth} and {leastInLeaf} examples in a leaf; they are at least 0 and 1");
        double[] values = x.To(DType.Float64).ToArray<double>();
        if (!values.All(double.IsFinite)) throw new TensorException($"decision tree: the examples {x.Shape} hold NaN or infinity; every number must be finite");
        var growth = new TreeGrowth(values, [.. labels], classes, leastInLeaf);
        return new DecisionTree(x.DType, x.Shape[1], growth.Grow([.. Enumerable.Range(0, labels.Count)], maxDepth));
    }

    /// <summary>A class for each input.</summary>
    /// <param name="x">[n, features] of the examples' type.</param>
    public int[] Predict(Tensor x)
    {
        LabelledRows.RequireLike("decision tree", x, _dtype, _features);
        using var scope = MemoryScope.Open();
        double[] values = x.StopGradient().To(DType.Float64).ToArray<double>();
        var answers = new int[x.Shape[0]];
        for (int i = 0; i < answers.Length; i++)
        {
            Node node = Root;
            while (node is { Low: { } low, High: { } high }) node = values[i * _features + node.Feature] > node.Threshold ? high : low;
            answers[i] = node.Label;
        }
        return answers;
    }

    /// <summary>A leaf, or a question with its two answers.</summary>
    internal sealed record Node(int Label, int Feature = 0, double Threshold = 0, Node? Low = null, Node? High = null)
    {
        public int Leaves => Low is null ? 1 : Low.Leaves + High!.Leaves;

        public int Depth => Low is null ? 0 : 1 + Math.Max(Low.Depth, High!.Depth);
    }
}

/// <summary>Finds the splits of a <see cref="DecisionTree"/>.</summary>
internal sealed class TreeGrowth
{
    private readonly int[] _labels;
    private readonly int _classes, _least;

    // Of each feature its different values in rising order, and for each example which of them it has.
    private readonly double[][] _values;
    private readonly int[][] _ranks;

    public TreeGrowth(double[] x, int[] labels, int classes, int leastInLeaf)
    {
        (_labels, _classes, _least) = (labels, classes, leastInLeaf);
        int features = x.Length / labels.Length;
        (_values, _ranks) = (new double[features][], new int[features][]);
        for (int f = 0; f < features; f++)
        {
            double[] column = [.. Enumerable.Range(0, labels.Length).Select(i => x[i * features + f])];
            double[] values = [.. column.Distinct().Order()];
            (_values[f], _ranks[f]) = (values, [.. column.Select(value => Array.BinarySearch(values, value))]);
        }
    }

    public DecisionTree.Node Grow(int[] examples, int depth)
    {
        var counts = new int[_classes];
        foreach (int i in examples) counts[_labels[i]]++;
        int label = Array.IndexOf(counts, counts.Max());
        if (depth == 0 || counts[label] == examples.Length || Best(examples, counts) is not { } split) return new(label);
        int[] ranks = _ranks[split.Feature];
        double[] values = _values[split.Feature];
        return new(label, split.Feature, Between(values[split.Last], values[split.Next]),
            Grow([.. examples.Where(i => ranks[i] <= split.Last)], depth - 1), Grow([.. examples.Where(i => ranks[i] > split.Last)], depth - 1));
    }

    // The middle, or the lower of two numbers that have none between them; halves, since a sum may be too large a number.
    private static double Between(double last, double next) => last / 2 + next / 2 is var middle && middle >= last && middle < next ? middle : last;

    // The smallest mean impurity Σ n_side/n·(1 - Σ (c/n_side)²) is the largest Σ over both sides of (Σ c²)/n_side. Last and Next are the values on
    // both sides of the threshold.
    private (int Feature, int Last, int Next)? Best(int[] examples, int[] counts)
    {
        (int, int, int)? best = null;
        double most = double.NegativeInfinity;
        int[] sorted = new int[examples.Length], low = new int[_classes], high = new int[_classes];
        for (int f = 0; f < _values.Length; f++)
        {
            int[] ranks = _ranks[f];
            Sort(examples, ranks, _values[f].Length, sorted);
            if (ranks[sorted[0]] == ranks[sorted[^1]]) continue;
            Array.Clear(low);
            counts.CopyTo(high, 0);
            long lowSquares = 0, highSquares = 0;
            foreach (int c in counts) highSquares += (long)c * c;
            for (int place = 0; place < sorted.Length - 1; place++)
            {
                int i = sorted[place], label = _labels[i];
                lowSquares += 2 * low[label]++ + 1;
                highSquares -= 2 * high[label]-- - 1;
                (int onLow, int onHigh) = (place + 1, sorted.Length - place - 1);
                if (onLow < _least || onHigh < _least || ranks[i] == ranks[sorted[place + 1]]) continue;
                double score = (double)lowSquares / onLow + (double)highSquares / onHigh;
                if (score > most) (most, best) = (score, (f, ranks[i], ranks[sorted[place + 1]]));
            }
        }
        return best;
    }

    // Counting sort by rank.
    private static void Sort(int[] examples, int[] ranks, int count, int[] sorted)
    {
        var places = new int[count];
        foreach (int i in examples) places[ranks[i]]++;
        int sum = 0;
        for (int r = 0; r < count; r++) (places[r], sum) = (sum, sum + places[r]);
        foreach (int i in examples) sorted[places[ranks[i]]++] = i;
    }
}
