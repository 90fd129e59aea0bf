namespace DeepPuzzles.Autograd;

/// <summary>A place in a layer: a box, or where an edge passes.</summary>
internal sealed class Slot(int layer, double width, Box? box, Arrow? arrow)
{
    internal int Layer { get; } = layer;

    internal double Width { get; } = width;

    internal Box? Box { get; } = box;

    /// <summary>The edge that passes here; null for a box.</summary>
    internal Arrow? Arrow { get; } = arrow;

    internal List<Slot> Above { get; } = [];

    internal List<Slot> Below { get; } = [];

    /// <summary>The place within the layer, from the left.</summary>
    internal int Position { get; set; }

    internal double X { get; set; }
}

/// <summary>Draws a graph downwards in layers, after Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
/// structures" (1981): a box stands below all its inputs, an edge over several layers takes a slot in each, slots are ordered so that few edges
/// cross, then moved so that edges are nearly straight. Between two layers of boxes lies one of labels, so that nothing lies on a label.</summary>
internal sealed class Layers
{
    private const double LeastGap = 22, MostGap = 64, Around = 16;

    /// <summary>Where an edge goes far aside, the rows stand farther apart, for it not to lie down: by this share of how far it goes.</summary>
    private const double Steepness = 0.14;

    private readonly Box[] _boxes;
    private readonly Arrow[] _arrows;

    internal Layers(Box[] boxes, Arrow[] arrows) => (_boxes, _arrows) = (boxes, arrows);

    /// <summary>Sets the places of the boxes, the edges and the labels.</summary>
    internal void Place()
    {
        int[] layers = Assign();
        Slot[] slots = [.. _boxes.Select((box, i) => new Slot(2 * layers[i], box.Width, box, null))];
        var all = new List<Slot>(slots);
        var paths = new List<Slot[]>();
        foreach (Arrow arrow in _arrows)
        {
            Slot[] path = [slots[arrow.From], .. Enumerable.Range(slots[arrow.From].Layer + 1, slots[arrow.To].Layer - slots[arrow.From].Layer - 1)
                .Select(layer => new Slot(layer, layer == slots[arrow.From].Layer + 1 ? arrow.LabelWidth : 0, null, arrow)), slots[arrow.To]];
            for (int i = 1; i < path.Length; i++)
            {
                path[i - 1].Below.Add(path[i]);
                path[i].Above.Add(path[i - 1]);
            }
            all.AddRange(path[1..^1]);
            paths.Add(path);
        }
        Slot[][] rows = Ordering.Of(all);
        Alignment.Align(rows);
        Alignment.Straighten(rows, paths);
        Write(rows, paths);
    }

    // As near to the output as what is made of a box allows, else what many steps take from one tensor would all lie at the top, a row as long as
    // there are steps and an arrow down to each. For the same reason what a step alone gives to a user of many stands just below its step. A sign
    // stands just above its user.
    private int[] Assign()
    {
        var layers = new int[_boxes.Length];
        ILookup<int, Arrow> into = _arrows.ToLookup(arrow => arrow.To), users = _arrows.ToLookup(arrow => arrow.Source);
        for (int box = 0; box < layers.Length; box++) layers[box] = into[box].Select(arrow => layers[arrow.Source] + 1).DefaultIfEmpty(0).Max();
        int last = layers.Max();
        for (int box = layers.Length - 1; box >= 0; box--)
        {
            if (!_boxes[box].IsSign) layers[box] = users[box].Select(arrow => layers[arrow.To] - 1).DefaultIfEmpty(last).Min();
        }
        for (int box = 0; box < layers.Length; box++)
        {
            if (into[box].Count() != 1 || users[box].Count() != 1) continue;
            (int source, int user) = (into[box].First().Source, users[box].First().To);
            if (into[user].Count() > users[source].Count()) layers[box] = layers[source] + 1;
        }
        foreach (Arrow arrow in _arrows)
        {
            if (_boxes[arrow.From].IsSign) layers[arrow.From] = layers[arrow.To] - 1;
        }
        return layers;
    }

    private static void Write(Slot[][] rows, List<Slot[]> paths)
    {
        double left = rows.SelectMany(row => row).Min(slot => slot.X - slot.Width / 2), y = Around;
        foreach (Slot slot in rows.SelectMany(row => row)) slot.X += Around - left;
        var tops = new double[rows.Length];
        var heights = new double[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            tops[row] = y;
            heights[row] = IsOfLabels(row) ? Arrow.LabelSize * 1.5 : rows[row].Max(slot => slot.Box?.Height ?? 0);
            double aside = rows[row].SelectMany(slot => slot.Below.Select(below => Math.Abs(below.X - slot.X))).DefaultIfEmpty(0).Max();
            y += heights[row] + Math.Clamp(aside * Steepness, LeastGap, MostGap);
            foreach (Slot slot in rows[row])
            {
                if (slot.Box is { } box) (box.X, box.Top) = (slot.X, tops[row] + (heights[row] - box.Height) / 2);
            }
        }
        foreach (Slot[] path in paths)
        {
            Arrow arrow = path[1].Arrow!;
            (Box from, Box to) = (path[0].Box!, path[^1].Box!);
            arrow.LabelAt = (path[1].X, tops[path[1].Layer] + heights[path[1].Layer] / 2);
            arrow.Points.Add((Port(path[0], path[0].Below, path[1]), from.Bottom));
            foreach (Slot slot in path[1..^1])
            {
                // Past boxes upright, through a row of labels aslant.
                double[] at = IsOfLabels(slot.Layer) ? [heights[slot.Layer] / 2] : [0, heights[slot.Layer]];
                foreach (double down in at) arrow.Points.Add((slot.X, tops[slot.Layer] + down));
            }
            arrow.Points.Add((Port(path[^1], path[^1].Above, path[^2]), to.Top));
        }
    }

    private static bool IsOfLabels(int row) => row % 2 == 1;

    // The edges of a box leave and arrive side by side, in the order in which they lie.
    private static double Port(Slot box, List<Slot> neighbours, Slot neighbour)
    {
        const double spread = 0.6;
        int place = neighbours.Count(other => other.Position < neighbour.Position);
        return box.X + box.Width * spread * ((place + 0.5) / neighbours.Count - 0.5);
    }
}
