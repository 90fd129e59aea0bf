namespace DeepPuzzles.Autograd;

/// <summary>Orders each layer by the mean place of its neighbours in the next one, sweeping down and up, and keeps the order with the fewest
/// crossings.</summary>
internal static class Ordering
{
    private const int Sweeps = 24, Patience = 8;

    internal static Slot[][] Of(List<Slot> slots)
    {
        Slot[][] rows = [.. Enumerable.Range(0, slots.Max(slot => slot.Layer) + 1).Select(layer => slots.Where(slot => slot.Layer == layer).ToArray())];
        FromTheOutput(rows);
        Slot[][] best = Copy(rows);
        long fewest = Crossings(rows);
        for (int sweep = 0, since = 0; sweep < Sweeps && since < Patience && fewest > 0; sweep++, since++)
        {
            bool down = sweep % 2 == 0, turn = sweep % 4 > 1;
            for (int i = 1; i < rows.Length; i++) Sort(rows[down ? i : rows.Length - 1 - i], slot => Mean(down ? slot.Above : slot.Below, slot), turn);
            long crossings = Crossings(rows);
            if (crossings >= fewest) continue;
            (best, fewest, since) = (Copy(rows), crossings, 0);
        }
        foreach (Slot[] row in best) Number(row);
        return best;
    }

    // To begin with as a reader would meet them: up from the output, inputs from left to right.
    private static void FromTheOutput(Slot[][] rows)
    {
        var met = new Dictionary<Slot, int>();
        var open = new Stack<Slot>(rows.SelectMany(row => row).Where(slot => slot.Below.Count == 0));
        while (open.TryPop(out Slot? slot))
        {
            if (!met.TryAdd(slot, met.Count)) continue;
            for (int input = slot.Above.Count - 1; input >= 0; input--) open.Push(slot.Above[input]);
        }
        foreach (Slot[] row in rows) Sort(row, slot => met[slot], turn: false);
    }

    private static double Mean(List<Slot> neighbours, Slot slot) => neighbours.Count == 0 ? slot.Position : neighbours.Average(neighbour => neighbour.Position);

    // Equals keep their order, or turn it round: else they would never change places.
    private static void Sort(Slot[] row, Func<Slot, double> key, bool turn)
    {
        Slot[] sorted = [.. (turn ? row.Reverse() : row).OrderBy(key)];
        sorted.CopyTo(row, 0);
        Number(row);
    }

    private static void Number(Slot[] row)
    {
        for (int i = 0; i < row.Length; i++) row[i].Position = i;
    }

    private static Slot[][] Copy(Slot[][] rows) => Array.ConvertAll(rows, row => (Slot[])row.Clone());

    // Edges in the order of their upper ends cross where the order of their lower ends turns: counted while the lower ends are entered into a
    // tree of sums (Fenwick 1994).
    private static long Crossings(Slot[][] rows)
    {
        long crossings = 0;
        for (int row = 0; row + 1 < rows.Length; row++)
        {
            int width = rows[row + 1].Length, entered = 0;
            var sums = new int[width + 1];
            foreach (Slot slot in rows[row])
            {
                foreach (Slot below in slot.Below)
                {
                    crossings += entered;
                    for (int at = below.Position + 1; at > 0; at &= at - 1) crossings -= sums[at];
                }
                foreach (Slot below in slot.Below)
                {
                    entered++;
                    for (int at = below.Position + 1; at <= width; at += at & -at) sums[at]++;
                }
            }
        }
        return crossings;
    }
}
