using System.Globalization;
using System.Text;
using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>The page that counts what is proven says what the tests do; and the laws catch what breaks them.</summary>
public sealed class ProofTests
{
    private const string Update = "DEEPPUZZLES_UPDATE_PROOF";

    [Fact]
    public void The_page_of_what_is_proven_is_true()
    {
        string path = Path.Combine(Repository.Root, "docs", "proof.md"), page = Page();
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(path, page);
        string written = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(written == page, $"docs/proof.md does not say what the tests do: run the tests once with {Update}=1 and commit it");
    }

    /// <summary>A function that looks at the layout, at the device or at the precision does not keep the law.</summary>
    [Fact]
    public void Functions_that_break_a_law_are_caught()
    {
        Tensor x = Points.Normal("broken", 3, 4), transposed = Points.Normal("broken", 4, 3).Transpose();
        const double Off = 1 + 1e-4;
        int calls = 0;
        Assert.Null(Agreement.OfLayouts(Of(y => y.Exp(), transposed)));
        Assert.NotNull(Agreement.OfLayouts(Of(y => y * (calls++ == 0 ? 1 : Off), transposed)));
        Assert.NotNull(Agreement.OfDevices(Of(y => y.Device is ReferenceDevice ? y * Off : y * 1, x), DType.Float64));
        Assert.NotNull(Agreement.OfDevices(Of(y => y.Device is ReferenceDevice ? y * Off : y * 1, x), DType.Float32));
        Assert.NotNull(Agreement.OfPrecisions(Of(y => y.DType == DType.Float32 ? y * Off : y * 1, x)));
        Assert.NotNull(Agreement.OfPrecisions(Of(y => y.DType == DType.Float32 ? y.StopGradient() * y : y * y, x)));
    }

    private static GradientCase Of(Func<Tensor, Tensor> f, Tensor x) => new("broken", xs => f(xs[0]), [x]);

    private static string Page()
    {
        string[] withRule = [.. Subjects.WithRule], composed = [.. Subjects.Composed];
        int structural = Subjects.Ops.Values.Count(op => typeof(IStructuralOp).IsAssignableFrom(op));
        GradientCase[] points = [.. Subjects.All.SelectMany(Subjects.CasesOf)];
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # What is proven

            Written by the tests (`{Update}=1 dotnet test -c Release tests/Autograd.Tests`), which fail when it is not true. No test is written for one op:
            the tests find every op struct by reflection, with the record that stands on it or the points that are given for it, and check every law of
            every function at every point.

            | what | count |
            |---|---:|
            | ops | {Subjects.Ops.Count} |
            | … that compute (kernels; a record on each) | {Subjects.Ops.Count - structural} |
            | … that move elements, multiply matrices, convolve (points for each) | {structural} |
            | … with a rule | {withRule.Length} |
            | … with a stated reason for none | {Subjects.Ops.Count - withRule.Length} |
            | functions composed of several ops | {composed.Length} |
            | points: functions of ops, and layouts of their inputs | {points.Length} |
            | laws | {Law.All.Count} |
            | laws × points | {Law.All.Sum(law => points.Count(law.Covers))} |

            A point is a function with inputs of some layout: plain, transposed, sliced backwards, broadcast, empty, a single number.

            | law | on | functions | points |
            |---|---|---:|---:|

            """);
        foreach (Law law in Law.All) page.Append(CultureInfo.InvariantCulture, $"| {law.Name} | {law.Runs} | {Subjects.All.Count()} | {points.Count(law.Covers)} |\n");
        page.Append("""

            The kernels have laws of their own (tests/Kernels.Tests): the SIMD form of every op against its scalar form at odd lengths, its error against a
            more precise result over all exponents, NaN and infinity, the same bits at any thread count, each verb against its definition.

            ## Ops without a gradient

            | op | because |
            |---|---|

            """);
        foreach ((string name, Type op) in Subjects.Ops.Where(op => !Rules.HasRule(op.Value)).OrderBy(op => op.Key, StringComparer.Ordinal)) page.Append(CultureInfo.InvariantCulture, $"| {name} | {Rules.WhyNoGradient(op)} |\n");
        return page.ToString();
    }
}
