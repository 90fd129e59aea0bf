using System.Text.RegularExpressions;

namespace DeepPuzzles.Kernels.Tests.Compilation;

/// <summary>What is doubtful in a text of PTX, the assembly of NVIDIA's cards.</summary>
internal static partial class Ptx
{
    /// <summary>Registers of a loop get their later values below the lines that read them: so often a text is read.</summary>
    private const int Readings = 3;

    /// <summary>The first thing found, or null.</summary>
    internal static string? Doubt(string text) =>
        Inexact().Match(text) is { Success: true } found ? found.Value
        : Stub(text) is { } stub ? $"a call of {stub}, which only returns 0"
        : DividedBranch(text) is { } branch ? $"{branch}, which the threads of a warp do not take as one"
        : null;

    /// <summary>A function that is called and does nothing: a native one whose instruction was not put in its place.</summary>
    private static string? Stub(string text) => Calls().Matches(text).Select(call => call.Groups["name"].Value).Distinct()
        .FirstOrDefault(name => Regex.IsMatch(text, $@"\b{name}\([^)]*\)\s*\{{[^}}]*st\.param\S+\s+\[retval_\d+\], 0[fd]?0+;\s*ret;\s*\}}"));

    /// <summary>A branch marked .uni, which all threads of a warp must take alike, on what follows from a thread's place or from an atomic operation.</summary>
    // What follows from what, line after line: an instruction's first operand from the others, and what a function gives from what it is given.
    private static string? DividedBranch(string text)
    {
        foreach (string function in text.Split(".visible "))
        {
            var own = new HashSet<string>();
            for (int reading = 0; reading < Readings; reading++)
            {
                foreach (Match line in Lines().Matches(function))
                {
                    string what = line.Groups["what"].Value;
                    string[] places = [.. Places().Matches(line.Groups["operands"].Value).Select(place => place.Value)];
                    if (line.Groups["if"] is { Success: true } condition)
                    {
                        if (what == "bra.uni" && own.Contains(condition.Value)) return line.Value.Trim();
                        continue;
                    }
                    bool isCall = what.StartsWith("call", StringComparison.Ordinal), writesMemory = what.StartsWith("st.", StringComparison.Ordinal) && !what.StartsWith("st.param", StringComparison.Ordinal);
                    if (places.Length == 0 || writesMemory) continue;
                    int results = line.Groups["operands"].Value.StartsWith('{') ? places.Length - Places().Count(line.Groups["operands"].Value[line.Groups["operands"].Value.IndexOf('}')..]) : 1;
                    bool isOwn = what.StartsWith("atom", StringComparison.Ordinal) || places[results..].Any(place => own.Contains(place) || place.StartsWith("%tid", StringComparison.Ordinal) || place == "%laneid");
                    foreach (string result in places[..results])
                    {
                        if (isOwn) _ = own.Add(result);
                        else if (!isCall) _ = own.Remove(result);
                    }
                }
            }
        }
        return null;
    }

    // A 1 of whole numbers whose bits are taken for a float; an array in memory of a thread's own; what is not rounded as the processor rounds.
    [GeneratedRegex(@"\.extern \.func[^;]*|\w+\.approx\S*|\.local \.align|\b0d0000000000000001\b|\b0f00000001\b|\w+\S*\.ftz\S*|\bdiv\.full\S*|\b(mul|mad|fma)\.f(32|64)\b")]
    private static partial Regex Inexact();

    [GeneratedRegex(@"\bcall\S*\s+(\([^)]*\),\s*)?(?<name>\w+)")]
    private static partial Regex Calls();

    [GeneratedRegex(@"(?:@!?(?<if>%p\d+)\s+)?(?<what>[a-z][\w.]*)\s+(?<operands>[^;]*);")]
    private static partial Regex Lines();

    [GeneratedRegex(@"%[\w.]+|\bcallParam\d+|\bcallRetVal\b")]
    private static partial Regex Places();
}
