using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>The page on the calculus: its code is code of this file and runs, what it prints is printed, and its table is that of the rules.</summary>
public sealed partial class ReadmeTests
{
    private const string Update = "DEEPPUZZLES_UPDATE_CALCULUS";

    private static readonly string s_path = Path.Combine(Repository.Root, "src", "Autograd", "README.md");

    private static string Readme => File.ReadAllText(s_path);

    [Fact]
    public void Its_code_runs()
    {
        Rules.Rule(default(Squash), static (gy, x, y) => gy / (x.Abs() + 1).Square());

        Tensor x = Tensor.Scalar(2, DType.Float64).Track("x"), y = Tensor.Scalar(1, DType.Float64).Track("y");
        Tensor z = (x * y).Sin() + x;
        string text = z.Graph().ToText();

        Assert.Equal(text, Assert.Single(Blocks("text")));
        Assert.Equal(1.0 / 9, x.Map(default(Squash)).Backward()[x].Item(), 1e-15);

        Gradients gradients = z.Backward();
        double dx = gradients[x].Item();        // y·cos(xy) + 1 = 0.583853…
        double dy = gradients[y].Item();        // x·cos(xy) = -0.832294…

        Assert.Equal(0.583853, dx, 1e-6);
        Assert.Equal(-0.832294, dy, 1e-6);

        Tensor slope = z.Backward(createGraph: true)[x];
        double curvature = slope.Backward()[x].Item();      // -y²·sin(xy) = -0.909297…

        Assert.Equal(-0.909297, curvature, 1e-6);

        Tensor t = Tensor.From(1.0, 5).Track("t"), above = t.Greater(1), one = Tensor.Scalar(1, DType.Float64);
        Tensor naive = Tensor.Where(above, (t - 1).Sqrt(), one * 0);
        Tensor safe = Tensor.Where(above, Tensor.Where(above, t - 1, one).Sqrt(), one * 0);

        Assert.Equal([double.NaN, 0.25], naive.Sum().Backward()[t].ToArray<double>());
        Assert.Equal([0, 0.25], safe.Sum().Backward()[t].ToArray<double>());
        Assert.Equal(naive.ToArray<double>(), safe.ToArray<double>());
    }

    [Fact]
    public void Its_code_is_that_of_this_file()
    {
        string source = Trimmed(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Autograd.Tests", "Graphs", "ReadmeTests.cs")));
        string[] blocks = Blocks("csharp");
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains("\n" + Trimmed(block), source, StringComparison.Ordinal));
        Assert.Equal(blocks.Length + Blocks("text").Length, Readme.Split("```").Length / 2);
    }

    [Fact]
    public void Its_table_is_that_of_the_rules()
    {
        string table = Table();
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(s_path, Place().Replace(Readme, match => match.Groups["begin"].Value + table + match.Groups["end"].Value));
        Assert.True(Place().Match(Readme).Groups["table"].Value == table, $"the rules changed: run the tests once with {Update}=1 and commit src/Autograd/README.md");

        foreach (Type op in RuleWordsTests.Ops) Assert.All(Rules.WordsOf(op), words => Assert.Contains(Code(words), Readme, StringComparison.Ordinal));
    }

    private static string Table()
    {
        var table = new StringBuilder("\n| op | rule |\n|---|---|\n");
        foreach (Type op in RuleWordsTests.Ops.OrderBy(Name, StringComparer.Ordinal)) table.Append($"| {Name(op)} | {string.Join("<br>", Rules.WordsOf(op).Select(Code))} |\n");
        table.Append("\n| op | why no gradient flows |\n|---|---|\n");
        foreach (Type op in Ops(op => Rules.WhyNoGradient(op) is not null)) table.Append($"| {Name(op)} | {Rules.WhyNoGradient(op)} |\n");
        return table.Append('\n').ToString();
    }

    // A bar would end the cell.
    private static string Code(string words) => $"`{words.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static IEnumerable<Type> Ops(Func<Type, bool> choice) =>
        new[] { typeof(IOp), typeof(Tensor) }.SelectMany(type => type.Assembly.GetTypes()).Where(type => type.IsValueType && choice(type)).OrderBy(Name, StringComparer.Ordinal);

    private static string Name(Type op) => (string?)op.GetProperty("Name", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) ?? op.Name;

    private static string[] Blocks(string language) => [.. Block().Matches(Readme).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    private static string Trimmed(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));

    [GeneratedRegex("```(?<language>\\w+)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("(?<begin><!-- rules: [^>]*-->\n)(?<table>.*?)(?<end><!-- /rules -->)", RegexOptions.Singleline)]
    private static partial Regex Place();

    /// <summary>y = x / (1 + |x|).</summary>
    private readonly struct Squash : IUnaryOp
    {
        public static string Name => "squash";

        public static OpRecord Record => new(-3, 3);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / (T.One + T.Abs(x));

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / (Vector<T>.One + Vector.Abs(x));
    }
}
