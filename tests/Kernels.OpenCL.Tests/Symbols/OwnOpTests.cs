using DeepPuzzles.Kernels.Tests;

namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

using Walk = DeepPuzzles.Kernels.Tests.Walk;

/// <summary>What a package's user may write: it is traced as it is, or refused in one line that names the op and the way out, never traced as something else.</summary>
public sealed class OwnOpTests
{
    /// <summary>Comparisons of truth values, which are bytes, are tried on these two.</summary>
    [Fact]
    public void Truth_values_are_compared() => Assert.Contains("x == y", OpSource.Comparison<Equal, byte>(default).Text, StringComparison.Ordinal);

    [Fact]
    public void A_form_that_asks_its_type_by_another_way_is_refused()
    {
        Refused<AsksTheType>("op(0) is 1, but -1 as it was traced", "Number.Is<float, T>()", "typeof");
        string size = Said(() => OpSource.Unary<Own<AsksTheSize>, double>(default));
        Assert.Contains("op(NaN) is 1, but 0", size, StringComparison.Ordinal);
        Assert.Contains("not by typeof or a size", size, StringComparison.Ordinal);
        Assert.Contains("x + 1.0f", OpSource.Unary<Own<AsksTheTypeByTheRule>, float>(default).Text, StringComparison.Ordinal);
        Assert.Contains("x - 1.0", OpSource.Unary<Own<AsksTheTypeByTheRule>, double>(default).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_reads_what_changes_is_refused()
    {
        Refused<ReadsState>("as it was traced", "static field");
        Refused<AsksOtherwise>("asks other questions");
    }

    [Fact]
    public void An_exception_on_a_path_is_told_as_one() => Refused<Throws>("throws an exception on one of its paths (ArgumentException: x is negative)", "a device has none");

    [Fact]
    public void A_number_that_leaves_T_is_told_as_such() => Refused<LeavesT>("turns a number into Int32", "T.Truncate");

    [Fact]
    public void A_clamp_between_fields_and_a_sign_are_traced()
    {
        Assert.Contains("c.k[0]", OpSource.Unary<Own<Clamps>, float>(new(2)).Text, StringComparison.Ordinal);
        Assert.Contains("throws an exception (ArgumentException", Said(() => OpSource.Unary<Own<Clamps>, float>(new(-2))), StringComparison.Ordinal);
        Assert.Contains("x > 0.0f ? ", OpSource.Unary<Own<Signs>, float>(default).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_reads_its_fields_is_traced_with_them()
    {
        Assert.True(Steps<StepByField, float>.ReadFields);
        Assert.Equal([0.25], OpSource.Update<StepByField, double>(new(0.25, false)).Constants);
        Assert.Equal([0.75], OpSource.Update<StepByField, double>(new(0.75, false)).Constants);
        foreach (StepByField op in new StepByField[] { new(0.25, false), new(0.75, false), new(0.75, true) })
        {
            using var sample = new Sample();
            View<float> w = sample.Full(1f, Walk.Dense, 3), expected = sample.Full(1f, Walk.Dense, 3), g = sample.Full(1f, Walk.Dense, 3);
            OnOpenCl.Ferry.Update(op, g, w, default, default);
            Sample.Reference.Update(op, g, expected, default, default);
            Sample.Same(Sample.Values(expected), Sample.Values(w));
        }
    }

    [Fact]
    public void The_steps_of_the_library_read_no_field()
    {
        Assert.False(Steps<Descent, float>.ReadFields || Steps<Momentum, float>.ReadFields || Steps<Nesterov, float>.ReadFields || Steps<AdaptiveMoments, float>.ReadFields);
        Assert.False(Steps<RootMeanSquare, double>.ReadFields || Steps<RootMeanSquareMomentum, double>.ReadFields);
        Assert.Same(OpSource.Update<Descent, float>(new(new Pace(0.1))), OpSource.Update<Descent, float>(new(new Pace(0.2))));
    }

    [Fact]
    public void What_is_done_to_the_length_of_a_row_alone_is_refused()
    {
        Assert.Contains("(T)count", OpSource.RowFold<SumBy<Mean>, Sum, float>(default).Text, StringComparison.Ordinal);
        Assert.Contains("write T.CreateTruncating(count) first", Said(() => OpSource.RowFold<SumBy<ByParity>, Sum, float>(default)), StringComparison.Ordinal);
        Assert.Contains("write T.CreateTruncating(count) first", Said(() => OpSource.RowFold<SumBy<ByOne>, Sum, float>(default)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_several_lines_stands_in_one_comment()
    {
        Assert.StartsWith("// a \"name\" of lines/\n", OpSource.Unary<Named, float>(default).Text, StringComparison.Ordinal);
        using var sample = new Sample();
        View<float> y = sample.Full(0f, Walk.Dense, 3);
        OnOpenCl.Ferry.Map(default(Named), sample.Full(2f, Walk.Dense, 3), y);
        Assert.All(Sample.Values(y), x => Assert.Equal(-2f, x));
    }

    [Fact]
    public void The_source_of_an_op_can_be_read_without_a_device()
    {
        Assert.Contains("T op(T x, const constants c)\n{\n    return -x;", OpenClDevice.SourceOfMap<Negate, float>(default), StringComparison.Ordinal);
        Assert.Contains("return x + y;", OpenClDevice.SourceOfZip<Add, double>(default), StringComparison.Ordinal);
        _ = Assert.Throws<DeviceException>(() => OpenClDevice.SourceOfMap<Own<LeavesT>, float>(default));
    }

    private static void Refused<TForm>(params string[] words)
        where TForm : IForm
    {
        string said = Said(() => OpSource.Unary<Own<TForm>, float>(default));
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
    }

    private static string Said(Func<OpSource> source)
    {
        string said = Assert.Throws<DeviceException>(source).Message;
        Assert.StartsWith("opencl: op 'su", said.Replace("somebody's own", "sum by", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
        return said;
    }

    private readonly struct Named : IUnaryOp
    {
        public static string Name => "a \"name\"\nof\rlines\\";

        public static OpRecord Record => new(0, 1);

        public T Apply<T>(T x)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => -x;

        public System.Numerics.Vector<T> Apply<T>(System.Numerics.Vector<T> x)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => -x;
    }
}
