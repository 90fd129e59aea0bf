namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

/// <summary>The law is tested: a wrong node in any op is seen.</summary>
public sealed class PlantedNodeTests
{
    /// <summary>What stands in the place of an operation, where a slip would put it.</summary>
    private static readonly Dictionary<Operator, Operator> s_slips = new()
    {
        [Operator.Add] = Operator.Subtract,
        [Operator.Subtract] = Operator.Add,
        [Operator.Multiply] = Operator.Divide,
        [Operator.Divide] = Operator.Multiply,
        [Operator.Minimum] = Operator.Maximum,
        [Operator.Maximum] = Operator.Minimum,
        [Operator.MinimumNumber] = Operator.Minimum,
        [Operator.Modulo] = Operator.Divide,
        [Operator.Negate] = Operator.Abs,
        [Operator.Abs] = Operator.Negate,
        [Operator.Floor] = Operator.Truncate,
        [Operator.Ceiling] = Operator.Floor,
        [Operator.Round] = Operator.Floor,
        [Operator.Truncate] = Operator.Round,
        [Operator.Exp] = Operator.Sinh,
        [Operator.Log] = Operator.Log2,
        [Operator.Sin] = Operator.Tan,
        [Operator.Sqrt] = Operator.Abs,
        [Operator.CopySign] = Operator.Minimum,
        [Operator.Pow] = Operator.Atan2,
        [Operator.Less] = Operator.LessOrEqual,
        [Operator.LessOrEqual] = Operator.Less,
        [Operator.Equal] = Operator.LessOrEqual,
    };

    /// <summary>The part of all slips that must be seen. The others change nothing: a smallest number that only guards a quotient, the rounding of what is
    /// nearly whole, a question between equals.</summary>
    private const double Seen = 0.9;

    [Fact]
    public void A_slip_in_a_node_is_seen()
    {
        int seen = 0, all = 0;
        foreach ((TracedCase each, TracedOp traced, Function function) in Functions())
        {
            foreach (int place in new Region(function.Graph, function.Graph.Outcome).All)
            {
                Node node = function.Graph.Nodes[place];
                if (!s_slips.TryGetValue(node.Operator, out Operator slip)) continue;
                Node[] nodes = [.. function.Graph.Nodes];
                nodes[place] = node with { Operator = slip };
                all++;
                if (Check.Difference(each, traced, function, function.Graph with { Nodes = nodes }) is not null) seen++;
            }
        }
        Assert.True(seen >= Seen * all, $"of {all} slips {seen} are seen");
    }

    [Fact]
    public void An_opposite_result_of_any_op_is_seen()
    {
        foreach ((TracedCase each, TracedOp traced, Function function) in Functions())
        {
            if (Opposite(function.Graph) is { } opposite) Assert.NotNull(Check.Difference(each, traced, function, opposite));
        }
    }

    [Fact]
    public void A_first_answer_turned_round_in_any_op_is_seen()
    {
        int questions = 0;
        foreach ((TracedCase each, TracedOp traced, Function function) in Functions())
        {
            if (function.Graph.Outcome is not Branch branch) continue;
            questions++;
            Assert.NotNull(Check.Difference(each, traced, function, function.Graph with { Outcome = branch with { Yes = branch.No, No = branch.Yes } }));
        }
        Assert.True(questions > 0);
    }

    private static IEnumerable<(TracedCase Each, TracedOp Traced, Function Function)> Functions() =>
        from each in TracedCase.All.Values
        let traced = each.Trace()
        from function in traced.Functions
        select (each, traced, function);

    // The opposite of the first result on every path; null for a lone 0 or lowest number of int32, which are their own.
    private static Graph? Opposite(Graph graph)
    {
        List<Node> nodes = [.. graph.Nodes];
        Outcome Turn(Outcome outcome)
        {
            if (outcome is Branch branch) return branch with { Yes = Turn(branch.Yes), No = Turn(branch.No) };
            int[] places = [.. ((Results)outcome).Places];
            nodes.Add(new Node(Operator.Negate, nodes[places[0]].Type, places[0]));
            places[0] = nodes.Count - 1;
            return new Results(places);
        }
        bool isItsOwn = graph.Outcome is Results results && graph.Nodes[results.Places[0]] is { Operator: Operator.Literal, Type: TypeCode.Int32, Value: 0 or int.MinValue };
        return isItsOwn ? null : new Graph(nodes, Turn(graph.Outcome));
    }
}
