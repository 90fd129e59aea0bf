using System.Text;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Writes one function: what all paths need first, each common subexpression once, then the questions.</summary>
internal sealed class FunctionWriter(ProgramWriter program, Function function)
{
    /// <summary>A longer expression gets a name, though it is used but once.</summary>
    private const int LongExpression = 70;

    private const string Step = "    ";

    private readonly StringBuilder _text = new();
    private readonly FormulaWriter _formula = new(program, function);
    private int _locals;

    internal string Write()
    {
        string comma = function.Parameters.Length > 0 ? ", " : "";
        _text.Append($"{program.Rename(function.Result)} {program.FunctionName(function.Name)}({program.Rename(function.Parameters)}{comma}const {program.Rename("constants")} c)\n{{\n");
        Write(function.Graph.Outcome, new Dictionary<int, Expression>(), Step);
        return _text.Append("}\n").ToString();
    }

    private void Write(Outcome outcome, Dictionary<int, Expression> known, string indent)
    {
        Region region = new(function.Graph, outcome);
        foreach (int place in region.Certain.Where(place => !known.ContainsKey(place)))
        {
            Node node = function.Graph.Nodes[place];
            Expression expression = _formula.Of(node, known);
            if (!node.IsLeaf && node.Type != TypeCode.Boolean && (region.Uses(place) > 1 || expression.Text.Length > LongExpression))
            {
                string name = $"v{++_locals}";
                _text.Append($"{indent}{program.TypeName(node.Type)} {name} = {expression.Text};\n");
                expression = new Expression(name, Binding.Whole);
            }
            known.Add(place, expression);
        }
        if (function.Targets.Length == 0 && Single(outcome, known) is { } choice)
        {
            _text.Append($"{indent}return {choice.Text};\n");
        }
        else if (outcome is Branch branch)
        {
            _text.Append($"{indent}if ({known[branch.Condition].Text})\n{indent}{{\n");
            Write(branch.Yes, new(known), indent + Step);
            if (function.Result == "void")
            {
                _text.Append($"{indent}}}\n{indent}else\n{indent}{{\n");
                Write(branch.No, new(known), indent + Step);
                _text.Append($"{indent}}}\n");
            }
            else
            {
                _text.Append($"{indent}}}\n");
                Write(branch.No, known, indent);
            }
        }
        else if (outcome is Results { Places: var places })
        {
            Deliver([.. places.Select(place => known[place].Text)], indent);
        }
    }

    // A result and what it replaces may both be read by a later one: results are named before any is handed over.
    private void Deliver(string[] results, string indent)
    {
        if (function.Result == "void")
        {
            string[] names = [.. results.Select((_, i) => $"r{i + 1}")];
            for (int i = 0; i < results.Length; i++) _text.Append($"{indent}{program.Rename("T")} {names[i]} = {results[i]};\n");
            for (int i = 0; i < results.Length; i++) _text.Append($"{indent}{function.Targets[i]} = {names[i]};\n");
        }
        else
        {
            _text.Append($"{indent}{program.Rename(function.Result)} result = {{ {string.Join(", ", results)} }};\n{indent}return result;\n");
        }
    }

    // One expression for all paths, where none needs a name of its own. C evaluates only the chosen side.
    private Expression? Single(Outcome outcome, Dictionary<int, Expression> known)
    {
        Region region = new(function.Graph, outcome);
        var all = new Dictionary<int, Expression>(known);
        foreach (int place in region.All.Where(place => !known.ContainsKey(place)))
        {
            Node node = function.Graph.Nodes[place];
            Expression expression = _formula.Of(node, all);
            if (!node.IsLeaf && node.Type != TypeCode.Boolean && (region.Uses(place) > 1 || expression.Text.Length > LongExpression)) return null;
            all.Add(place, expression);
        }
        return Choose(outcome, all);
    }

    private static Expression Choose(Outcome outcome, Dictionary<int, Expression> known) => outcome switch
    {
        Branch branch => Expression.Choice(known[branch.Condition], Choose(branch.Yes, known), Choose(branch.No, known)),
        Results results => known[results.Places[0]],
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
