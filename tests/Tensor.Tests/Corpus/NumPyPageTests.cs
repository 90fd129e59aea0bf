using System.Globalization;
using System.Text;

namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>The page for who knows NumPy says what the corpus holds; the corpus holds all that has a twin; what differs on purpose does.</summary>
public sealed class NumPyPageTests
{
    private const string Update = "DEEPPUZZLES_UPDATE_NUMPY";

    [Fact]
    public void The_page_is_true()
    {
        string path = Corpus.PathTo("docs", "numpy.md"), page = Page();
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(path, page);
        string written = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(written == page, $"docs/numpy.md does not say what the corpus holds: run the tests once with {Update}=1 and commit it");
    }

    [Fact]
    public void Whatever_is_public_is_asked_or_has_no_twin()
    {
        string[] withoutTwin = [.. PublicSurface.WithoutTwin.Values.SelectMany(names => names)];
        Assert.Empty(withoutTwin.Except(PublicSurface.Methods));
        string[] missing = [.. PublicSurface.Methods.Where(method => !PublicSurface.IsAsked(method)).Except(withoutTwin)];
        Assert.True(missing.Length == 0, $"not in the corpus of NumPy's answers, nor among those that NumPy has not: {string.Join(", ", missing)}");
    }

    public static TheoryData<string> DifferencesByName => [.. Differences.All.Keys.Union(Corpus.It.Differences.Keys)];

    [Theory]
    [MemberData(nameof(DifferencesByName))]
    public void What_differs_on_purpose_does(string name)
    {
        Assert.True(Corpus.It.Differences.ContainsKey(name), $"'{name}' has no half in differences.py");
        Assert.True(Differences.All.TryGetValue(name, out (string Words, Func<bool> Holds) difference), $"'{name}' has no half in {nameof(Differences)}");
        Assert.True(difference.Holds(), $"{name}: not so: {difference.Words}");
    }

    private static string Page()
    {
        CorpusCase[] cases = [.. Corpus.It.Cases.SelectMany(each => each)];
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # From NumPy

            What a NumPy user writes, and its twin here. Written by the tests (`{Update}=1 dotnet test -c Release tests/Tensor.Tests`), which fail when it is
            not true: a call on the right is the source that the tests run, with names in the place of the arguments, and what it must answer is what NumPy
            answered, bit for bit or within a stated tolerance ([the corpus](../tests/Tensor.Tests/Corpus/generate.py)).

            | what | count |
            |---|---:|
            | operations | {CorpusOps.ByName.Count} |
            | questions to NumPy | {cases.Length} |
            | … that it refuses, as the library does | {cases.Count(each => each.Fails)} |
            | differences on purpose | {Differences.All.Count} |

            `x`, `y` and `z` are the operands, strided, broadcast, empty and of rank 0 among them; the last column counts the questions. Axes may be negative;
            where there is a list of axes, a single axis will do, and without axes it is all of them. `using DeepPuzzles.Tensors;`

            """);
        foreach ((string title, Dictionary<string, CorpusOp> ops) in CorpusOps.Sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| NumPy | here | questions |\n|---|---|---:|\n");
            foreach ((string name, CorpusOp op) in ops)
                page.Append(CultureInfo.InvariantCulture, $"| {Code(Corpus.It.Names[name])} | {string.Join("<br>", op.Written.Select(Code))} | {Corpus.It.Cases[name].Count()} |\n");
        }

        page.Append("\n## Around them\n\n| NumPy | here |\n|---|---|\n");
        foreach (Neighbour neighbour in Neighbour.All) page.Append(CultureInfo.InvariantCulture, $"| {Code(neighbour.NumPy)} | {Code(neighbour.Written)} |\n");

        page.Append("\n## Different on purpose\n\nEach is checked on either side.\n\n| | NumPy | here |\n|---|---|---|\n");
        foreach ((string name, (string words, _)) in Differences.All) page.Append(CultureInfo.InvariantCulture, $"| {name} | {Corpus.It.Differences[name]} | {words} |\n");

        page.Append("\n## What NumPy has not\n\n| | |\n|---|---|\n");
        foreach ((string reason, string[] names) in PublicSurface.WithoutTwin) page.Append(CultureInfo.InvariantCulture, $"| {reason} | {string.Join(", ", names.Select(Code))} |\n");
        return page.ToString();
    }

    // A bar would end the cell.
    private static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
