namespace DeepPuzzles.Autograd;

/// <summary>Moves the slots of each layer towards their neighbours, in their order and with space between them.</summary>
internal static class Alignment
{
    private const int Sweeps = 16;

    private const double Space = 22;

    /// <summary>How much more a slot of an edge wants to stand below the one before: long edges become straight.</summary>
    private const double Straightness = 4;

    internal static void Align(Slot[][] rows)
    {
        foreach (Slot[] row in rows) Settle(row, Array.ConvertAll(row, _ => 0.0));
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool down = sweep % 2 == 0, last = sweep >= Sweeps - 2;
            for (int i = 0; i < rows.Length; i++)
            {
                Slot[] row = rows[down ? i : rows.Length - 1 - i];
                Settle(row, Array.ConvertAll(row, slot => last ? Mean([.. slot.Above, .. slot.Below], slot) : Mean(down ? slot.Above : slot.Below, slot)));
            }
        }
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
