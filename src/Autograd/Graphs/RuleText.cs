using System.Text;

namespace DeepPuzzles.Autograd;

/// <summary>What a parameter of a rule's lambda stands for.</summary>
internal enum RuleArgument
{
    Op,
    Gradient,
    First,
    Second,
    Output,
    Inputs,
    Index,
}

/// <summary>A rule as its source has it.</summary>
internal sealed class RuleText
{
    internal static readonly RuleArgument[] OfInput = [RuleArgument.Gradient, RuleArgument.First, RuleArgument.Output];
    internal static readonly RuleArgument[] OfOutput = [RuleArgument.Gradient, RuleArgument.Output];
    internal static readonly RuleArgument[] OfParameters = [RuleArgument.Op, RuleArgument.Gradient, RuleArgument.First, RuleArgument.Output];
    internal static readonly RuleArgument[] OfTwo = [RuleArgument.Gradient, RuleArgument.First, RuleArgument.Second, RuleArgument.Output];
    internal static readonly RuleArgument[] OfInputs = [RuleArgument.Gradient, RuleArgument.First, RuleArgument.Second];
    internal static readonly RuleArgument[] OfMany = [RuleArgument.Op, RuleArgument.Gradient, RuleArgument.Inputs, RuleArgument.Index];

    // Names for a rule that is given as a method, not as a lambda.
    private static readonly string[] s_names = ["op", "gy", "x", "y", "result", "inputs", "i"];

    private readonly string[] _sources;
    private string[]? _words;

    /// <param name="arguments">What the parameters of the lambda stand for.</param>
    /// <param name="sources">The source of the lambda for each input, or of one for all inputs.</param>
    internal RuleText(RuleArgument[] arguments, params string[] sources) => (Arguments, _sources) = (arguments, sources);

    internal IReadOnlyList<RuleArgument> Arguments { get; }

    /// <summary>One for each input, or one for all.</summary>
    internal IReadOnlyList<string> Words => _words ??= Array.ConvertAll(_sources, OnOneLine);

    internal string WordsFor(int input) => Words[Math.Min(input, Words.Count - 1)];

    /// <summary>How the lambda for an input calls its parameters.</summary>
    internal IReadOnlyList<string> NamesFor(int input)
    {
        string words = WordsFor(input);
        int arrow = words.IndexOf("=>", StringComparison.Ordinal);
        string[] names = arrow < 0 ? [] : words[..arrow].Trim().TrimStart('(').TrimEnd(')').Split(',', StringSplitOptions.TrimEntries);
        return names.Length == Arguments.Count ? names : [.. Arguments.Select(argument => s_names[(int)argument])];
    }

    // Without the modifier, comments and line ends; what stands in quotes stays as it is.
    private static string OnOneLine(string source)
    {
        var text = new StringBuilder(source.Length);
        bool quoted = false;
        for (int i = 0; i < source.Length; i++)
        {
            char c = source[i];
            if (c == '"' && (i == 0 || source[i - 1] is not ('\\' or '\''))) quoted = !quoted;
            if (!quoted && c == '/' && i + 1 < source.Length && source[i + 1] == '/')
            {
                i = source.IndexOf('\n', i);
                if (i < 0) break;
                c = '\n';
            }
            if (quoted || !char.IsWhiteSpace(c)) text.Append(c);
            else if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
        }
        const string modifier = "static ";
        string words = text.ToString().TrimEnd();
        return words.StartsWith(modifier, StringComparison.Ordinal) ? words[modifier.Length..] : words;
    }
}
