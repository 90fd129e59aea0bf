using System.Reflection;
using System.Text.RegularExpressions;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>The page for those who come from NumPy or PyTorch: its code is code of this file and runs, what it calls something is there under that name,
/// and what it says is missing is.</summary>
public sealed partial class TensorReadmeTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "src", "Tensor", "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Its_code_runs()
    {
        Tensor x = Tensor.From(new float[,] { { 1, -2, 3 }, { -4, 5, -6 } });
        Tensor positive = x.MaskedSelect(x > 0);                    // [1. 3. 5.]
        Tensor first = x[Slice.Ellipsis, 0];                        // [ 1. -4.]
        Tensor turned = x.At(Tensor.From(-1, 0));                   // the last row and the first
        Tensor changed = x.With([0, 1..], 0);                       // 1 0 0 in the first row; x is as it was
        double total = x.Sum().Item();                              // -3

        Assert.Equal("[1. 3. 5.]", positive.ToString());
        Assert.Equal("[ 1. -4.]", first.ToString());
        Assert.Equal([-4, 5, -6, 1, -2, 3], turned.ToArray<float>());
        Assert.Equal([1, 0, 0, -4, 5, -6], changed.ToArray<float>());
        Assert.Equal([1, -2, 3, -4, 5, -6], x.ToArray<float>());
        Assert.Equal(-3, total);

        Tensor whole = Tensor.From(7, 8);
        Tensor halves = whole.To(DType.Float32) / 2;                // [3.5 4. ]
        Tensor wrapped = Tensor.From(int.MaxValue, 1).Sum();        // -2147483648
        Tensor many = (whole > 7).CountNonZero();                   // 1

        Assert.Equal("[3.5 4. ]", halves.ToString());
        Assert.Equal(int.MinValue, wrapped.Item());
        Assert.Equal(1, many.Item());

        Tensor kept;
        using (var scope = MemoryScope.Open())
        {
            Tensor squares = x * x;                                 // goes at the end of the scope
            kept = scope.Keep(squares.Sum(0));                      // [17. 29. 45.]
        }

        Assert.Equal("[17. 29. 45.]", kept.ToString());
    }

    [Fact]
    public void Its_code_is_that_of_this_file()
    {
        string source = Trimmed(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Autograd.Tests", "Graphs", "TensorReadmeTests.cs")));
        string[] blocks = [.. Block().Matches(s_page).Select(match => match.Groups["code"].Value)];
        Assert.Equal(3, blocks.Length);
        Assert.Equal(2 * blocks.Length + 1, s_page.Split("```").Length);
        Assert.All(blocks, block => Assert.Contains("\n" + Trimmed(block), source, StringComparison.Ordinal));
    }

    /// <summary>Words with a capital in the right column are types, members or generic arguments of the library.</summary>
    [Fact]
    public void Its_names_are_there()
    {
        Type[] types = [.. new[] { typeof(Tensor), typeof(Differentiation) }.SelectMany(type => type.Assembly.GetExportedTypes())];
        HashSet<string> there = [.. types.Select(type => type.Name), .. types.SelectMany(type => type.GetMembers()).Select(member => member.Name)];
        string[] rows = [.. s_page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];
        Assert.True(rows.Length > 20);
        string[] names = [.. rows.SelectMany(row => Span().Matches(row.Split(" | ")[1])).SelectMany(span => Name().Matches(span.Value)).Select(match => match.Value).Distinct()];
        Assert.True(names.Length > 40);
        Assert.All(names, name => Assert.Contains(name, there));
    }

    [Fact]
    public void What_it_says_is_missing_is()
    {
        Tensor whole = Tensor.From(new[,] { { 7, 8 }, { 9, 1 } }), mask = whole > 7;
        Func<Tensor>[] missing = [() => whole / whole, () => whole / 2, () => whole.Mean(), () => whole.MatMul(whole), () => whole.Exp(), () => whole + 0.5, () => whole + whole.To(DType.Float32), () => mask + mask, () => mask.Sum()];
        Assert.All(missing, what => Assert.Throws<TensorException>(what));
        Func<Tensor>[] there = [() => whole - whole * whole, () => whole.FloorDivide(2), () => whole.Remainder(2), () => whole.Pow(2), () => whole.Abs(), () => whole.Product(), () => whole.Max(0), () => whole.Sort(), () => (mask ^ !mask) | (mask & mask), () => mask.Any() | mask.All()];
        Assert.All(there, what => Assert.Equal(what().DType == DType.Bool, what().DType != DType.Int32));
        Assert.DoesNotContain(typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static), method => method.Name is "Unique" or "Histogram");
    }

    private static string Trimmed(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Span();

    [GeneratedRegex("\\b[A-Z]\\w+")]
    private static partial Regex Name();
}
