namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Writes nodes as C expressions over their operands.</summary>
internal sealed class FormulaWriter(ProgramWriter program, Function function)
{
    internal Expression Of(Node node, Dictionary<int, Expression> known)
    {
        Expression x = node.IsLeaf ? default : known[node.X], y = node.IsLeaf || node.Y == Node.None ? default : known[node.Y];
        TypeCode operands = node.IsLeaf ? node.Type : function.Graph.Nodes[node.X].Type;
        if (!IsSafe(node) && program.Define(node.Operator, node.Type) is { } defined) return Call(defined, node, x, y);
        return node.Operator switch
        {
            Operator.Input => new(function.Inputs[node.X], function.Inputs[node.X][0] == '*' ? Binding.Prefix : Binding.Whole),
            Operator.Literal => Literal(node),
            Operator.Constant => new($"c.k[{node.X}]", Binding.Whole),
            Operator.Convert when node.Type == TypeCode.Int32 => Expression.Call("convert_int_sat", x.Text),
            Operator.Convert => Expression.Prefixed($"({program.TypeName(node.Type)})", x),
            Operator.Negate => Expression.Prefixed("-", x),
            Operator.Add => Expression.Infix(x, "+", y, Binding.Sum),
            Operator.Subtract => Expression.Infix(x, "-", y, Binding.Sum),
            Operator.Multiply => Expression.Infix(x, "*", y, Binding.Product),
            Operator.Divide when node.Type != TypeCode.UInt32 || IsSafe(node) => Expression.Infix(x, "/", y, Binding.Product),
            Operator.ShiftRight => Expression.Infix(x, ">>", y, Binding.Shift),
            Operator.Less => Relation(node, x, "<", ">", y),
            Operator.LessOrEqual => Relation(node, x, "<=", ">=", y),
            Operator.Equal => Expression.Infix(x, "==", y, Binding.Equality),
            Operator.IsOdd => Expression.Infix(new($"({x.Within(Binding.Sum)} & 1)", Binding.Whole), "!=", new("0", Binding.Whole), Binding.Equality),
            Operator.Minimum when IsWhole(node) => Expression.Call("min", x.Text, y.Text),
            Operator.Maximum when IsWhole(node) => Expression.Call("max", x.Text, y.Text),
            Operator.MinimumNumber when IsWhole(node) => Expression.Call("min", x.Text, y.Text),
            Operator.MaximumNumber when IsWhole(node) => Expression.Call("max", x.Text, y.Text),
            Operator.FusedMultiplyAdd => Expression.Call("fma", x.Text, y.Text, known[node.Z].Text),
            Operator.Abs when node.Type is TypeCode.Int32 => Expression.Call("as_int", $"abs({x.Text})"),
            _ when operands is TypeCode.Single or TypeCode.Double => Call(BuiltIn(node.Operator), node, x, y),
            _ => throw program.Refuse($"{node.Operator} of whole numbers has no form there; write its scalar form without it"),
        };
    }

    private static Expression Call(string name, Node node, Expression x, Expression y) => Expression.Call(name, node.Y == Node.None ? [x.Text] : [x.Text, y.Text]);

    private static bool IsWhole(Node node) => node.Type is TypeCode.Int32 or TypeCode.UInt32;

    // A division of whole numbers by 2 and the like.
    private bool IsSafe(Node node) => node.Operator == Operator.Divide && function.Graph.Nodes[node.Y] is { Operator: Operator.Literal, Value: > 0 };

    private Expression Literal(Node node)
    {
        string text = Literals.Write(node.Value, node.Type, program.TypeName(node.Type));
        return new(text, text[0] == '-' || text.EndsWith('N') || text.EndsWith('Y') ? Binding.Prefix : Binding.Whole);
    }

    // A number that is written down stands on the right.
    private Expression Relation(Node node, Expression x, string sign, string turned, Expression y) =>
        function.Graph.Nodes[node.X].Operator == Operator.Literal ? Expression.Infix(y, turned, x, Binding.Relation) : Expression.Infix(x, sign, y, Binding.Relation);

    private static string BuiltIn(Operator name) => name switch
    {
        Operator.Modulo => "fmod",
        Operator.Abs => "fabs",
        Operator.Ceiling => "ceil",
        Operator.Round => "rint",
        Operator.Truncate => "trunc",
        Operator.Ieee754Remainder => "remainder",
        Operator.IsNegative => "signbit",
#pragma warning disable CA1308 // Names of functions in C.
        _ => name.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };
}
