using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

// Changes of a network's form: connections and nodes that come and go.
public sealed partial class PatternEncoding
{
    private void Reform(List<PatternNode> nodes, List<PatternConnection> connections, RandomStream random)
    {
        double[] chance = random.HostUniform(5);
        if (chance[0] < AddConnectionRate && Free(nodes, connections) is { Count: > 0 } free)
        {
            (int from, int to) = free[random.Next(free.Count)];
            connections.Add(new PatternConnection(from, to, AnyWeight(random)));
        }
        if (chance[1] < DeleteConnectionRate && connections.Count > 0) connections.RemoveAt(random.Next(connections.Count));
        if (chance[2] < ChangeConnectionRate && connections.Count > 0) Change(nodes, connections, random);
        if (chance[3] < AddNodeRate && connections.Count > 0) Split(nodes, connections, random);
        if (chance[4] < DeleteNodeRate && nodes.Count > Outputs)
        {
            PatternNode[] hidden = [.. nodes.Where(node => node.Depth < 1)];
            int gone = hidden[random.Next(hidden.Length)].Id;
            nodes.RemoveAll(node => node.Id == gone);
            connections.RemoveAll(one => one.From == gone || one.To == gone);
        }
    }

    // One end moves, the weight stays.
    private static void Change(List<PatternNode> nodes, List<PatternConnection> connections, RandomStream random)
    {
        int which = random.Next(connections.Count);
        PatternConnection old = connections[which];
        bool start = random.NextDouble() < 0.5;
        (int From, int To)[] places = [.. Free(nodes, connections).Where(place => start ? place.To == old.To : place.From == old.From)];
        if (places.Length > 0 && places[random.Next(places.Length)] is var (from, to)) connections[which] = new PatternConnection(from, to, old.Weight);
    }

    // The way to the new node has the old weight, the way from it weight 1 (Stanley and Miikkulainen 2002 have it the other way round; here the sums of
    // the new node stay in the range of the activations).
    private void Split(List<PatternNode> nodes, List<PatternConnection> connections, RandomStream random)
    {
        int which = random.Next(connections.Count);
        PatternConnection old = connections[which];
        double above = Depth(nodes, old.From), below = Depth(nodes, old.To), depth = above + (below - above) / 2;
        if (!(depth > above && depth < below)) return;      // no number lies between them
        int id = 1 + nodes.Max(node => node.Id);
        nodes.Add(new PatternNode(id, depth, Any(random)));
        connections[which] = new PatternConnection(old.From, id, old.Weight);
        connections.Add(new PatternConnection(id, old.To, Math.Min(1, LargestWeight)));
    }

    // Pairs that could be connected and are not.
    private static List<(int From, int To)> Free(List<PatternNode> nodes, List<PatternConnection> connections)
    {
        HashSet<(int, int)> taken = [.. connections.Select(one => (one.From, one.To))];
        var free = new List<(int, int)>();
        foreach (PatternNode to in nodes)
        {
            foreach (int from in Enumerable.Range(0, PatternGrid.InputCount).Concat(nodes.Where(node => node.Depth < to.Depth).Select(node => node.Id)))
            {
                if (!taken.Contains((from, to.Id))) free.Add((from, to.Id));
            }
        }
        return free;
    }

    private static double Depth(List<PatternNode> nodes, int id) => id < PatternGrid.InputCount ? 0 : nodes.First(node => node.Id == id).Depth;
}
