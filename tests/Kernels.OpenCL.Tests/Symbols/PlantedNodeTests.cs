namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

/// <summary>The law is tested: a wrong node in any op is seen.</summary>
public sealed class PlantedNodeTests
{
    /// <summary>What stands in the place of an operation, where a slip would put it.</summary>
    private static readonly Dictionary<Operator, Operator> s_slips = new()
    {
        [Operator.Add] = Operator.Subtract, [Operator.Subtract] = Operator.Add, [Operator.Multiply] = Operator.Divide, [Operator.Divide] = Operator.Multiply,
        [Operator.Minimum] = Operator.Maximum, [Operator.Maximum] = Operator.Minimum, [Operator.MinimumNumber] = Operator.Minimum, [Operator.Modulo] = Operator.Divide,
        [Operator.Negate] = Operator.Abs, [Operator.Abs] = Operator.Negate, [Operator.Floor] = Operator.Truncate, [Operator.Ceiling] = Operator.Floor, [Operator.Round] = Operator.Floor,
        [Operator.Truncate] = Operator.Round, [Operator.Exp] = Operator.Sinh, [Operator.Log] = Operator.Log2, [Operator.Sin] = Operator.Tan, [Operator.Sqrt] = Operator.Abs,
        [Operator.CopySign] = Operator.Minimum, [Operator.Pow] = Operator.Atan2, [Operator.Less] = Operator.LessOrEqual, [Operator.LessOrEqual] = Operator.Less, [Operator.Equal] = Operator.LessOrEqual,
    };

    /// <summary>Where a slip changes nothing: a smallest number that guards a quotient, sign and product of exact parts, or a question that only chooses between equals.</summary>
    private static readonly Dictionary<string, int> s_equivalent = [];

    [Fact]
    public void A_slip_in_any_node_of_any_op_is_seen()
    {
        Dictionary<string, List<string>> missed = [];
        foreach (TracedCase each in TracedCase.All.Values)
        {
            TracedOp traced = each.Trace();
            foreach (Function function in traced.Functions)
            {
                for (int place = 0; place < function.Graph.Nodes.Count; place++)
                {
                    Node node = function.Graph.Nodes[place];
                    if (!s_slips.TryGetValue(node.Operator, out Operator slip)) continue;
                    Node[] nodes = [.. function.Graph.Nodes];
                    nodes[place] = node with { Operator = slip };
                    if (Check.Difference(each, traced, function, function.Graph with { Nodes = nodes }) is null)
                    {
                        if (!missed.TryGetValue(each.ToString(), out var list)) missed[each.ToString()] = list = [];
                        list.Add($"{function.Name} {place} {node.Operator}");
                    }
                }
            }
        }
        Assert.Equal([], missed.Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value)}"));
        Assert.Empty(s_equivalent);
    }

    [Fact]
    public void An_answer_turned_round_in_any_op_is_seen()
    {
        int questions = 0;
        foreach (TracedCase each in TracedCase.All.Values)
        {
            TracedOp traced = each.Trace();
            foreach (Function function in traced.Functions)
            {
                foreach (Outcome turned in Turned(function.Graph.Outcome))
                {
                    questions++;
                    Assert.NotNull(Check.Difference(each, traced, function, function.Graph with { Outcome = turned }));
                }
            }
        }
        Assert.True(questions > 0);
    }

    // Every tree with one question whose answers change places.
    private static IEnumerable<Outcome> Turned(Outcome outcome) => outcome is not Branch branch
        ? []
        : Turned(branch.Yes).Select(yes => branch with { Yes = yes })
            .Concat(Turned(branch.No).Select(no => branch with { No = no }))
            .Prepend(branch with { Yes = branch.No, No = branch.Yes });
}
