using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>How an operation of the corpus is called here, and the source of that call.</summary>
internal sealed partial record CorpusOp(Func<Tensor[], Arguments, Tensor> Call, [CallerArgumentExpression(nameof(Call))] string Source = "")
{
    /// <summary>What a user writes: the source with names for the operands, x, y, z, and the arguments' names in the place of their look-up.</summary>
    internal string[] Written
    {
        get
        {
            string text = Source["(x, a) => ".Length..];
            text = Operand().Replace(text, match => "xyz"[match.Groups[1].Value[0] - '0'].ToString());
            Match choice = Choice().Match(text);
            return [.. (choice.Success ? new[] { choice.Groups[1].Value, choice.Groups[2].Value } : [text]).Select(each => Indices().Replace(Argument().Replace(each, "$1"), "indices"))];
        }
    }

    [GeneratedRegex(@"\bx\[([0-2])\]")]
    private static partial Regex Operand();

    [GeneratedRegex("""^a\.Has\("\w+"\) \? (.*) : (.*)$""")]
    private static partial Regex Choice();

    [GeneratedRegex("""\ba\.\w+\("(\w+)"\)""")]
    private static partial Regex Argument();

    [GeneratedRegex(@"\ba\.Indices\(x\[\d\.\.\]\)")]
    private static partial Regex Indices();
}
