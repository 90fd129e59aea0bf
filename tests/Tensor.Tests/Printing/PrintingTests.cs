using System.Globalization;
using System.Text.Json;

namespace DeepPuzzles.Tensors.Tests.Printing;

/// <summary>Tensors print as NumPy prints arrays: expected.json holds what NumPy printed, generate.py made it.</summary>
public sealed class PrintingTests
{
    private sealed record Case(string Name, string Dtype, int[] Shape, string[]? Values, double[]? Ramp, string Text);

    private static readonly Dictionary<string, Case> s_cases =
        JsonSerializer.Deserialize<Case[]>(File.ReadAllText(Path.Combine(Folder(), "expected.json")), JsonSerializerOptions.Web)!.ToDictionary(each => each.Name);

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void As_NumPy_prints(string name)
    {
        Case expected = s_cases[name];
        Tensor x = Make(expected);
        Assert.Equal(expected.Text, x.ToString());
        if (x.Rank > 1) Assert.Equal(expected.Text, x.Permute([.. Enumerable.Range(0, x.Rank).Reverse()]).Copy().Permute([.. Enumerable.Range(0, x.Rank).Reverse()]).ToString());
    }

    [Fact]
    public void A_tracked_tensor_prints_and_records_nothing() =>
        Assert.Equal("[1. 2.]", Tensor.From(1f, 2).Track().ToString());

    [Fact]
    public void A_stale_tensor_says_so_instead_of_numbers()
    {
        Tensor x;
        using (MemoryScope.Open()) x = Tensor.Ones([2]);
        Assert.Equal("<a tensor [2] was used after its memory scope ended; keep it with scope.Keep(tensor)>", x.ToString());
    }

    private static Tensor Make(Case from)
    {
        DType dtype = Enum.GetValues<DType>().Single(each => each.Name() == from.Dtype);
        double[] numbers = from.Values is { } values
            ? Array.ConvertAll(values, value => double.Parse(value, CultureInfo.InvariantCulture))
            : [.. Enumerable.Range(0, new Shape(from.Shape).Elements).Select(i => from.Ramp![0] + i * from.Ramp[1])];
        return Tensor.From(numbers, from.Shape).To(dtype);
    }

    private static string Folder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepPuzzles.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "Tensor.Tests", "Printing");
    }
}
