namespace DeepPuzzles.Autograd;

/// <summary>Orders each layer by the mean place of its neighbours in the next one, sweeping down and up, and keeps the order with the fewest
/// crossings.</summary>
internal static class Ordering
{
    private const int Sweeps = 24;

    internal static Slot[][] Of(List<Slot> slots)
    {
        Slot[][] rows = [.. Enumerable.Range(0, slots.Max(slot => slot.Layer) + 1).Select(layer => slots.Where(slot => slot.Layer == layer).ToArray())];
        FromTheOutput(rows);
        Slot[][] best = Copy(rows);
        long fewest = Crossings(rows);
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool down = sweep % 2 == 0, turn = sweep % 4 > 1;
            for (int i = 1; i < rows.Length; i++) Sort(rows[down ? i : rows.Length - 1 - i], slot => Mean(down ? slot.Above : slot.Below, slot), turn);
            long crossings = Crossings(rows);
            if (crossings >= fewest) continue;
            (best, fewest) = (Copy(rows), crossings);
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

    private static long Crossings(Slot[][] rows)
    {
        long crossings = 0;
        foreach (Slot[] row in rows)
        {
            (int From, int To)[] edges = [.. row.SelectMany(slot => slot.Below.Select(below => (slot.Position, below.Position)))];
            for (int i = 0; i < edges.Length; i++)
            {
                for (int j = i + 1; j < edges.Length; j++)
                {
                    if ((edges[i].From - edges[j].From) * (edges[i].To - edges[j].To) < 0) crossings++;
                }
            }
        }
        return crossings;
    }
}
