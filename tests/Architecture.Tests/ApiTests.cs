using System.Reflection;

namespace DeepPuzzles.Architecture.Tests;

/// <summary>The public members of the libraries are those of the committed lists: a change of the API is seen and meant.</summary>
public sealed class ApiTests
{
    private const string Update = "DEEPPUZZLES_UPDATE_API";

    public static TheoryData<string> Libraries => [.. Repository.Libraries.Select(assembly => assembly.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_members_are_the_committed_ones(string library)
    {
        Assembly assembly = Repository.Libraries.Single(each => each.GetName().Name == library);
        string path = Path.Combine(Repository.Root, "tests", "Architecture.Tests", "api", library + ".txt"), actual = ApiText.Of(assembly);
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(path, actual);

        string[] committed = File.Exists(path) ? Sections(File.ReadAllText(path)) : [], present = Sections(actual);
        string[] changes = [.. committed.Except(present).Select(line => "- " + line), .. present.Except(committed).Select(line => "+ " + line)];
        Assert.True(changes.Length == 0,
            $"The public API of {library} changed:\n{string.Join('\n', changes)}\nIf that is meant, run the tests once with {Update}=1 and commit tests/Architecture.Tests/api/{library}.txt.");
        Assert.NotEmpty(present);
    }

    [Fact]
    public void Members_are_written_in_words()
    {
        string text = ApiText.Of(Repository.Tensor);
        Assert.Contains("sealed class DeepPuzzles.Tensors.Tensor\n", text, StringComparison.Ordinal);
        Assert.Contains("    Tensor Exp()\n", text, StringComparison.Ordinal);
        Assert.Contains("    static Tensor op_Addition(Tensor x, Tensor y)\n", text, StringComparison.Ordinal);
        Assert.Contains("    Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = False)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("_buffers", text, StringComparison.Ordinal);
    }

    // Every member with its type, so that a difference says where it is.
    private static string[] Sections(string text)
    {
        string type = "";
        var lines = new List<string>();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] != ' ') type = line;
            lines.Add(line[0] == ' ' ? $"{type.Split(" : ")[0]}: {line.Trim()}" : line);
        }
        return [.. lines];
    }
}
