namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>What a node of a pattern network makes of its sum; each gives numbers from -1 to 1.</summary>
public enum PatternActivation
{
    /// <summary>sin s.</summary>
    Sine,

    /// <summary>2/(1 + exp(-s)) - 1.</summary>
    Sigmoid,

    /// <summary>exp(-s²).</summary>
    Gaussian,

    /// <summary>s/3, cut at -1 and 1.</summary>
    Linear,
}

/// <summary>A node that sums: a hidden one or an output.</summary>
/// <param name="Id">Its number; inputs have 0 to 3, outputs the numbers from 4 on, hidden nodes those after them.</param>
/// <param name="Depth">How far from the inputs, at 0, to the outputs, at 1: connections lead from less to more, so there is no circle.</param>
/// <param name="Activation">What it makes of its sum.</param>
public sealed record PatternNode(int Id, double Depth, PatternActivation Activation);

/// <summary>A weight from a node or input to a node.</summary>
/// <param name="From">Number of an input or a node.</param>
/// <param name="To">Number of a node of greater depth.</param>
/// <param name="Weight">What the value is multiplied with.</param>
public sealed record PatternConnection(int From, int To, double Weight);
