using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>A compositional pattern-producing network (CPPN, Stanley 2007): a small feed-forward net, of any form, from the place of a pixel to its
/// brightness. What it paints is regular (symmetric, repeated, smooth) and can be painted at any size. It is never changed once made.</summary>
/// <example><code>
/// var encoding = new PatternEncoding();
/// PatternNetwork pattern = encoding.Draw(new RandomStream(1, "pattern"));
/// float[] small = pattern.Paint(PatternGrid.Centred(28, 28)), large = pattern.Paint(PatternGrid.Centred(512, 512));
/// </code></example>
public sealed class PatternNetwork
{
    // s/3 is 1 here; weights start in the same range.
    internal const double LinearEnd = 3;

    private readonly PatternNode[] _nodes;
    private readonly PatternConnection[] _connections;

    /// <summary>A network of these parts.</summary>
    /// <param name="outputs">How many channels it paints: 1 for grey.</param>
    /// <param name="nodes">Outputs and hidden nodes.</param>
    /// <param name="connections">At most one from one node to another.</param>
    /// <exception cref="TensorException">An output is missing or not at depth 1, a number is given twice, a hidden node is not at a depth between 0 and
    /// 1, or a connection does not lead to a greater depth.</exception>
    public PatternNetwork(int outputs, IReadOnlyList<PatternNode> nodes, IReadOnlyList<PatternConnection> connections)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(connections);
        _nodes = [.. nodes.OrderBy(node => node.Depth).ThenBy(node => node.Id)];
        _connections = [.. connections];
        OutputCount = outputs;
        if (Flaw() is { } flaw) throw new TensorException($"pattern network: {flaw}");
    }

    /// <summary>How many channels it paints.</summary>
    public int OutputCount { get; }

    /// <summary>Outputs and hidden nodes, by depth.</summary>
    public IReadOnlyList<PatternNode> Nodes => _nodes;

    /// <summary>The connections, in the order in which they came.</summary>
    public IReadOnlyList<PatternConnection> Connections => _connections;

    /// <summary>The brightness |v| of every pixel, in [0, 1], where v is what the output says: row by row, one channel after the other.</summary>
    /// <param name="grid">The places of the pixels.</param>
    public float[] Paint(PatternGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        int pixels = grid.Width * grid.Height;
        var image = new float[OutputCount * pixels];
        Dictionary<int, double[]> values = Enumerable.Range(0, PatternGrid.InputCount).ToDictionary(i => i, grid.Input);
        HashSet<int> seen = LeadToOutputs();
        foreach (PatternNode node in _nodes.Where(node => seen.Contains(node.Id)))
        {
            var sum = new double[pixels];
            foreach (PatternConnection connection in _connections.Where(connection => connection.To == node.Id))
            {
                double[] from = values[connection.From];
                for (int i = 0; i < pixels; i++) sum[i] += connection.Weight * from[i];
            }
            Activate(node.Activation, sum);
            values[node.Id] = sum;
        }
        for (int i = 0; i < image.Length; i++) image[i] = (float)Math.Abs(values[PatternGrid.InputCount + i / pixels][i % pixels]);
        return image;
    }

    /// <summary>Its form in a line.</summary>
    public override string ToString() => $"pattern network of {_nodes.Length - OutputCount} hidden nodes and {_connections.Length} connections";

    /// <summary>How deep a node or an input lies.</summary>
    /// <param name="id">Its number.</param>
    internal double DepthOf(int id) => id < PatternGrid.InputCount ? 0 : Array.Find(_nodes, node => node.Id == id)?.Depth ?? double.NaN;

    // From the outputs back; what leads to none of them need not be computed.
    private HashSet<int> LeadToOutputs()
    {
        HashSet<int> seen = [.. Enumerable.Range(PatternGrid.InputCount, OutputCount)];
        foreach (PatternNode node in _nodes.Reverse())
        {
            if (seen.Contains(node.Id)) seen.UnionWith(_connections.Where(connection => connection.To == node.Id).Select(connection => connection.From));
        }
        return seen;
    }

    private static void Activate(PatternActivation activation, Span<double> sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = activation switch
            {
                PatternActivation.Sine => Math.Sin(sums[i]),
                PatternActivation.Sigmoid => 2 / (1 + Math.Exp(-sums[i])) - 1,
                PatternActivation.Gaussian => Math.Exp(-sums[i] * sums[i]),
                _ => Math.Clamp(sums[i] / LinearEnd, -1, 1),
            };
        }
    }

    private string? Flaw()
    {
        int first = PatternGrid.InputCount, end = first + OutputCount;
        if (OutputCount < 1) return $"{OutputCount} outputs; there is at least 1";
        if (_nodes.Select(node => node.Id).Distinct().Count() < _nodes.Length || _nodes.Any(node => node.Id < first)) return $"numbers of nodes go from {first} on, each once";
        if (Enumerable.Range(first, OutputCount).Any(id => DepthOf(id) != 1)) return $"the outputs {first} to {end - 1} must all be there, at depth 1";
        if (_nodes.Any(node => node.Id >= end && !(node.Depth is > 0 and < 1))) return "hidden nodes lie at depths between 0 and 1";
        if (_connections.Select(one => (one.From, one.To)).Distinct().Count() < _connections.Length) return "two connections join the same nodes";
        return _connections.Any(one => one.From < 0 || !(DepthOf(one.From) < DepthOf(one.To)) || !double.IsFinite(one.Weight))
            ? "a connection leads from an input or a node to one of greater depth, with a finite weight" : null;
    }
}
