namespace DeepPuzzles.Autograd;

/// <summary>Moves the slots of each layer towards their neighbours, in their order and with space between them.</summary>
internal static class Alignment
{
    private const int Sweeps = 60, LastSweeps = 12;

    private const double Space = 22;

    /// <summary>How much more a slot of an edge wants to stand below the one before: long edges become straight.</summary>
    private const double Straightness = 4;

    internal static void Align(Slot[][] rows)
    {
        foreach (Slot[] row in rows) Settle(row, Array.ConvertAll(row, _ => 0.0));
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool down = sweep % 2 == 0, last = sweep >= Sweeps - LastSweeps;
            for (int i = 0; i < rows.Length; i++)
            {
                Slot[] row = rows[down ? i : rows.Length - 1 - i];
                Settle(row, Array.ConvertAll(row, slot => last ? Mean([.. slot.Above, .. slot.Below], slot) : Mean(down ? slot.Above : slot.Below, slot)));
            }
        }
    }

    /// <summary>Moves the slots of each edge, but the first and the last, which lead it to its boxes, below one another: as many as can stand so.</summary>
    internal static void Straighten(Slot[][] rows, IEnumerable<Slot[]> paths)
    {
        foreach (Slot[] path in paths)
        {
            for (int first = 2, next; first < path.Length - 2; first = next)
            {
                (double left, double right) = Room(rows, path[first]);
                double sum = path[first].X;
                for (next = first + 1; next < path.Length - 2; next++)
                {
                    (double nextLeft, double nextRight) = Room(rows, path[next]);
                    if (Math.Max(left, nextLeft) > Math.Min(right, nextRight)) break;
                    (left, right, sum) = (Math.Max(left, nextLeft), Math.Min(right, nextRight), sum + path[next].X);
                }
                double x = Math.Clamp(sum / (next - first), left, right);
                for (int i = first; i < next; i++) path[i].X = x;
            }
        }
    }

    // From where to where a slot may be moved.
    private static (double Left, double Right) Room(Slot[][] rows, Slot slot)
    {
        Slot[] row = rows[slot.Layer];
        double left = slot.Position == 0 ? double.NegativeInfinity : row[slot.Position - 1].X + (row[slot.Position - 1].Width + slot.Width) / 2 + Space;
        double right = slot.Position == row.Length - 1 ? double.PositiveInfinity : row[slot.Position + 1].X - (row[slot.Position + 1].Width + slot.Width) / 2 - Space;
        return (Math.Min(left, slot.X), Math.Max(right, slot.X));
    }

    private static double Mean(List<Slot> neighbours, Slot slot) => neighbours.Count == 0 ? slot.X : neighbours.Average(neighbour => neighbour.X);

    // The places nearest to the wanted ones, by weighted least squares, that keep order and space. With the space before each slot taken off,
    // the places must not fall, and pooling neighbours that do gives the best (Ayer et al. 1955).
    private static void Settle(Slot[] row, double[] wanted)
    {
        var offsets = new double[row.Length];
        for (int i = 1; i < row.Length; i++) offsets[i] = offsets[i - 1] + (row[i - 1].Width + row[i].Width) / 2 + Space;
        var pools = new Stack<(double Mean, double Weight, int Count)>();
        for (int i = 0; i < row.Length; i++)
        {
            (double Mean, double Weight, int Count) pool = (wanted[i] - offsets[i], row[i].Arrow is null ? 1 : Straightness, 1);
            while (pools.TryPeek(out (double Mean, double Weight, int Count) before) && before.Mean >= pool.Mean)
            {
                pools.Pop();
                double weight = before.Weight + pool.Weight;
                pool = ((before.Mean * before.Weight + pool.Mean * pool.Weight) / weight, weight, before.Count + pool.Count);
            }
            pools.Push(pool);
        }
        int next = row.Length;
        foreach ((double mean, _, int count) in pools)
        {
            for (int i = 0; i < count; i++) row[--next].X = mean + offsets[next];
        }
    }
}
