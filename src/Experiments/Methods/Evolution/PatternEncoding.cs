using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>The indirect encoding of Nguyen et al. 2015: a genome is a network that paints the image. Rates are those of their code; parents of
/// different form are crossed where both have the same connection or node, by their numbers.</summary>
/// <remarks>CPPN: compositional pattern-producing network (Stanley 2007), here <see cref="PatternNetwork"/>.</remarks>
public sealed partial class PatternEncoding : IEncoding<PatternNetwork>
{
    private static readonly PatternActivation[] s_activations = Enum.GetValues<PatternActivation>();

    /// <summary>How many channels are painted: 1 for grey.</summary>
    public int Outputs { get; init => field = value >= 1 ? value : throw new TensorException($"pattern encoding: {value} channels; there is at least 1"); } = 1;

    /// <summary>Weights lie between minus this and this.</summary>
    public double LargestWeight
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new TensorException(FormattableString.Invariant($"pattern encoding: a largest weight of {value}; it is finite and above 0"));
    } = PatternNetwork.LinearEnd;

    /// <summary>The chance of each weight to mutate: polynomial mutation over the range of weights.</summary>
    public double WeightMutationRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.1;

    /// <summary>The chance of each activation to be drawn anew.</summary>
    public double ActivationMutationRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.1;

    /// <summary>The chance of a new connection.</summary>
    public double AddConnectionRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.5;

    /// <summary>The chance that a connection is taken away.</summary>
    public double DeleteConnectionRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.3;

    /// <summary>The chance that a connection gets another start or end.</summary>
    public double ChangeConnectionRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.5;

    /// <summary>The chance that a node is put into the middle of a connection.</summary>
    public double AddNodeRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.5;

    /// <summary>The chance that a hidden node is taken away with its connections.</summary>
    public double DeleteNodeRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.2;

    /// <summary>The chance of each weight that both parents have to be crossed: simulated binary crossover.</summary>
    public double WeightCrossRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.5;

    /// <summary>The chance of each node that both parents have to change activations.</summary>
    public double ActivationCrossRate { get; init => field = Variation.Rate("pattern encoding", value); } = 0.25;

    /// <summary>A network without hidden nodes: every input is connected with every output.</summary>
    /// <param name="random">Where the draws come from.</param>
    public PatternNetwork Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        PatternNode[] nodes = [.. Enumerable.Range(PatternGrid.InputCount, Outputs).Select(id => new PatternNode(id, 1, Any(random)))];
        return new PatternNetwork(Outputs, nodes,
            [.. nodes.SelectMany(node => Enumerable.Range(0, PatternGrid.InputCount).Select(input => new PatternConnection(input, node.Id, AnyWeight(random))))]);
    }

    /// <summary>Each child has the form of one parent.</summary>
    /// <param name="first">One parent.</param>
    /// <param name="second">The other.</param>
    /// <param name="random">Where the draws come from.</param>
    public (PatternNetwork First, PatternNetwork Second) Cross(PatternNetwork first, PatternNetwork second, RandomStream random)
    {
        Check(first);
        Check(second);
        ArgumentNullException.ThrowIfNull(random);
        PatternNode[] nodes = [.. first.Nodes], otherNodes = [.. second.Nodes];
        PatternConnection[] connections = [.. first.Connections], otherConnections = [.. second.Connections];
        for (int i = 0; i < nodes.Length; i++)
        {
            int j = Array.FindIndex(otherNodes, node => node.Id == nodes[i].Id);
            if (j < 0 || random.NextDouble() >= ActivationCrossRate) continue;
            (nodes[i], otherNodes[j]) = (nodes[i] with { Activation = otherNodes[j].Activation }, otherNodes[j] with { Activation = nodes[i].Activation });
        }
        for (int i = 0; i < connections.Length; i++)
        {
            int j = Array.FindIndex(otherConnections, one => (one.From, one.To) == (connections[i].From, connections[i].To));
            if (j < 0 || random.NextDouble() >= WeightCrossRate) continue;
            (double a, double b) = (Share(connections[i].Weight), Share(otherConnections[j].Weight));
            (double low, double high) = Variation.SimulatedBinary(Math.Min(a, b), Math.Max(a, b), random.NextDouble());
            (connections[i], otherConnections[j]) = (connections[i] with { Weight = Weight(a <= b ? low : high) }, otherConnections[j] with { Weight = Weight(a <= b ? high : low) });
        }
        return (new(Outputs, nodes, connections), new(Outputs, otherNodes, otherConnections));
    }

    /// <summary>Changes weights and activations, and sometimes the form.</summary>
    /// <param name="genome">The network.</param>
    /// <param name="random">Where the draws come from.</param>
    public PatternNetwork Mutate(PatternNetwork genome, RandomStream random)
    {
        Check(genome);
        ArgumentNullException.ThrowIfNull(random);
        List<PatternNode> nodes = [.. genome.Nodes];
        List<PatternConnection> connections = [.. genome.Connections];
        double[] chance = random.HostUniform(connections.Count), step = random.HostUniform(connections.Count), change = random.HostUniform(nodes.Count);
        for (int i = 0; i < connections.Count; i++)
        {
            if (chance[i] < WeightMutationRate)
                connections[i] = connections[i] with { Weight = Weight(Share(connections[i].Weight) + Variation.PolynomialStep(step[i])) };
        }
        for (int i = 0; i < nodes.Count; i++)
        {
            if (change[i] < ActivationMutationRate) nodes[i] = nodes[i] with { Activation = Any(random) };
        }
        Reform(nodes, connections, random);
        return new PatternNetwork(Outputs, nodes, connections);
    }

    private static PatternActivation Any(RandomStream random) => s_activations[random.Next(s_activations.Length)];

    private double AnyWeight(RandomStream random) => Weight(random.NextDouble());

    // A weight as its place in its range, from 0 to 1, and back.
    private double Share(double weight) => Math.Clamp((weight / LargestWeight + 1) / 2, 0, 1);

    private double Weight(double share) => (2 * Math.Clamp(share, 0, 1) - 1) * LargestWeight;

    private void Check(PatternNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.OutputCount != Outputs) throw new TensorException($"pattern encoding: a network of {network.OutputCount} outputs; the encoding paints {Outputs}");
    }
}
