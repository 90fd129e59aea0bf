namespace DeepPuzzles.Autograd;

/// <summary>The part of a graph that is drawn, what is written in each box, and the backward pass over it.</summary>
internal sealed class Drawing
{
    /// <summary>More nodes make no legible picture.</summary>
    internal const int MostNodes = 150;

    private readonly Dictionary<int, int> _firedAt = [];

    internal Drawing(Graph graph, BackwardRecord backward)
    {
        (Graph, Backward) = (graph, backward);
        int[] ids = Newest(graph);
        Dictionary<int, int> place = Enumerable.Range(0, ids.Length).ToDictionary(i => ids[i]);
        for (int rule = 0; rule < backward.Rules.Count; rule++) _firedAt[backward.Rules[rule].Node] = rule;
        Rules = [.. backward.Rules.Where(rule => place.ContainsKey(rule.Node))];
        Boxes = Array.ConvertAll(ids, id => new Box(graph.Nodes[id], GradientAt(id), graph.Nodes[id].Inputs.Any(input => !place.ContainsKey(input))));
        Arrows = [.. from id in ids
                     from input in graph.Nodes[id].Inputs.Select((source, number) => (Source: source, Number: number))
                     where place.ContainsKey(input.Source)
                     select new Arrow(place[input.Source], place[id], input.Number, PartOf(id, input.Number))];
        new Layers(Boxes, Arrows).Place();
    }

    internal Graph Graph { get; }

    internal BackwardRecord Backward { get; }

    /// <summary>The rules that fired at what is drawn, in order.</summary>
    internal IReadOnlyList<RuleFired> Rules { get; }

    /// <summary>Inputs before what was made of them.</summary>
    internal Box[] Boxes { get; }

    internal Arrow[] Arrows { get; }

    // From the output back, newest first; a leaf or a constant comes with what uses it, for parameters are older than all results.
    private static int[] Newest(Graph graph)
    {
        var chosen = new SortedSet<int> { graph.Output.Id };
        var open = new PriorityQueue<int, int>([(graph.Output.Id, 0)]);
        while (open.TryDequeue(out int id, out _))
        {
            foreach (int input in graph.Nodes[id].Inputs)
            {
                if (chosen.Count == MostNodes) return [.. chosen];
                if (chosen.Add(input)) open.Enqueue(input, -input);
            }
        }
        return [.. chosen];
    }

    private Summary? GradientAt(int id) => _firedAt.TryGetValue(id, out int rule) ? Backward.Rules[rule].Arrived : Backward.AtLeaves.GetValueOrDefault(id);

    private Summary? PartOf(int id, int input) =>
        _firedAt.TryGetValue(id, out int rule) ? Backward.Rules[rule].Parts.FirstOrDefault(part => part.Input == input).Part : null;
}
