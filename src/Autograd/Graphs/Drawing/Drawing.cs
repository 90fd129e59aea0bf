using System.Runtime.InteropServices;

namespace DeepPuzzles.Autograd;

/// <summary>The part of a graph that is drawn, what is written in each box, and the backward pass over it.</summary>
internal sealed class Drawing
{
    /// <summary>More nodes make no legible picture.</summary>
    internal const int MostNodes = 150;

    /// <summary>A node with more users than this stands alone, and each user has a sign for it: else a parameter that is used all over would
    /// draw lines all over.</summary>
    private const int MostUsers = 6;

    private readonly Dictionary<int, int> _firedAt = [], _arrivals = [];

    internal Drawing(Graph graph, BackwardRecord backward)
    {
        (Graph, Backward) = (graph, backward);
        int[] ids = Newest(graph);
        Dictionary<int, int> place = Enumerable.Range(0, ids.Length).ToDictionary(i => ids[i]);
        for (int rule = 0; rule < backward.Rules.Count; rule++)
        {
            _firedAt[backward.Rules[rule].Node] = rule;
            foreach ((int input, _) in backward.Rules[rule].Parts) CollectionsMarshal.GetValueRefOrAddDefault(_arrivals, graph.Nodes[backward.Rules[rule].Node].Inputs[input], out _)++;
        }
        Rules = [.. backward.Rules.Where(rule => place.ContainsKey(rule.Node))];
        Box[] boxes = Array.ConvertAll(ids, id => new Box(graph.Nodes[id], GradientAt(id), graph.Nodes[id].Inputs.Any(input => !place.ContainsKey(input))));
        Arrow[] arrows = [.. from id in ids
                     from input in graph.Nodes[id].Inputs.Select((source, number) => (Source: source, Number: number))
                     where place.ContainsKey(input.Source)
                     select new Arrow(place[input.Source], place[id], input.Number, PartOf(id, input.Number))];
        (Boxes, Arrows) = WithSigns(boxes, arrows);
        new Layers(Boxes, Arrows).Place();
    }

    internal Graph Graph { get; }

    internal BackwardRecord Backward { get; }

    /// <summary>The rules that fired at what is drawn, in order.</summary>
    internal IReadOnlyList<RuleFired> Rules { get; }

    /// <summary>Inputs before what was made of them, then the signs.</summary>
    internal Box[] Boxes { get; }

    /// <summary>The boxes that are no signs.</summary>
    internal IEnumerable<Box> Nodes => Boxes.Where(box => !box.IsSign);

    internal Arrow[] Arrows { get; }

    /// <summary>How many gradients come to a node, along edges that are drawn or not.</summary>
    internal int Arrivals(int id) => _arrivals.GetValueOrDefault(id);

    private static (Box[], Arrow[]) WithSigns(Box[] boxes, Arrow[] arrows)
    {
        int[] users = [.. Enumerable.Range(0, boxes.Length).Select(place => arrows.Count(arrow => arrow.From == place))];
        var all = new List<Box>(boxes);
        for (int i = 0; i < arrows.Length; i++)
        {
            if (users[arrows[i].From] <= MostUsers) continue;
            all.Add(new Box(boxes[arrows[i].From].Node, i));
            arrows[i] = arrows[i] with { From = all.Count - 1 };
        }
        return ([.. all], arrows);
    }

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
