namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>A part of the paths of a formula: what they compute.</summary>
internal sealed class Region
{
    private readonly Dictionary<int, int> _uses = [];

    internal Region(Graph graph, Outcome outcome)
    {
        (SortedSet<int> all, SortedSet<int> certain) = Visit(graph, outcome);
        (All, Certain) = (all, certain);
        foreach (int operand in all.SelectMany(place => graph.Nodes[place].Operands)) Count(operand);
    }

    /// <summary>The places of what any path computes, operands first.</summary>
    internal IReadOnlyCollection<int> All { get; }

    /// <summary>The places of what every path computes, operands first: it may be computed before the first question.</summary>
    internal IReadOnlyCollection<int> Certain { get; }

    /// <summary>How often something in the region reads it.</summary>
    internal int Uses(int place) => _uses.GetValueOrDefault(place);

    private void Count(int place) => _uses[place] = Uses(place) + 1;

    private (SortedSet<int> All, SortedSet<int> Certain) Visit(Graph graph, Outcome outcome)
    {
        SortedSet<int> here = [];
        int[] roots = outcome is Branch { Condition: var condition } ? [condition] : ((Results)outcome).Places;
        foreach (int root in roots)
        {
            Count(root);
            Reach(graph, root, here);
        }
        if (outcome is not Branch branch) return (here, here);
        (SortedSet<int> yes, SortedSet<int> yesAlways) = Visit(graph, branch.Yes);
        (SortedSet<int> no, SortedSet<int> noAlways) = Visit(graph, branch.No);
        return ([.. here, .. yes, .. no], [.. here, .. yesAlways.Intersect(noAlways)]);
    }

    private static void Reach(Graph graph, int root, SortedSet<int> reached)
    {
        Stack<int> waiting = new([root]);
        while (waiting.TryPop(out int place))
        {
            if (!reached.Add(place)) continue;
            foreach (int operand in graph.Nodes[place].Operands) waiting.Push(operand);
        }
    }
}
