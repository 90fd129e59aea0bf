using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DeepPuzzles.Architecture.Tests;

/// <summary>The rules of the house that a program can see.</summary>
public sealed partial class HouseTests
{
    private const int FileLines = 200, PuzzleLines = 150;

    /// <summary>The folders of Experiments that hold no puzzles.</summary>
    private static readonly string[] s_noPuzzles = ["Lab", "Report", "Data", "Methods", "Program"];

    public static TheoryData<string> Assemblies => [.. Repository.All.Select(assembly => assembly.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Classes_are_abstract_sealed_or_static(string assembly) =>
        Assert.Empty(Written(assembly).Where(type => type.IsClass && !type.IsAbstract && !type.IsSealed).Select(type => type.FullName));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Nothing_is_called_by_what_says_nothing(string assembly) =>
        Assert.Empty(Written(assembly).Where(type => SaysNothing().IsMatch(type.Name)).Select(type => type.FullName));

    [Fact]
    public void Files_are_short()
    {
        foreach ((string path, string[] lines) in Repository.Sources())
        {
            int limit = IsPuzzle(path) ? PuzzleLines : FileLines;
            Assert.True(lines.Length <= limit, $"src/{path} has {lines.Length} lines, allowed are {limit}: split it");
        }
    }

    [Fact]
    public void Every_op_lives_in_its_own_file()
    {
        Type[] ops = [.. Repository.Kernels.GetTypes().Where(type => type.IsValueType && typeof(Kernels.IOp).IsAssignableFrom(type))];
        Dictionary<string, string[]> declared = Repository.Sources("Kernels")
            .ToDictionary(source => source.Path, source => source.Lines.Select(line => Declaration().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToArray());
        Assert.NotEmpty(ops);
        foreach (Type op in ops)
        {
            KeyValuePair<string, string[]> file = Assert.Single(declared, file => file.Value.Contains(op.Name));
            Assert.EndsWith($"/{op.Name}.cs", file.Key, StringComparison.Ordinal);
            Assert.Single(file.Value);
        }
    }

    private static bool IsPuzzle(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length > 2 && parts[0] == "Experiments" && !s_noPuzzles.Contains(parts[1]);
    }

    // Types that somebody wrote: not those that the compiler makes of lambdas, iterators and collection expressions.
    private static IEnumerable<Type> Written(string assembly) =>
        Repository.All.Single(each => each.GetName().Name == assembly).GetTypes()
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal) && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));

    [GeneratedRegex("(Helpers?|Utils?|Utility|Utilities|Manager|Base)(`[0-9]+)?$")]
    private static partial Regex SaysNothing();

    [GeneratedRegex(@"^(?:public|internal)[a-z ]* (?:class|struct|interface|enum|record) (\w+)")]
    private static partial Regex Declaration();
}
