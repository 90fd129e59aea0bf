using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Some laws of some verbs on kernels as ILGPU compiles them. Gather, scatter and whatever goes row by row are not among them: they hold an atomic
/// operation on a generic address, which PoCL does not build.</summary>
public sealed class PoclTests
{
    /// <summary>The kernels that tell of a wrong index.</summary>
    private static readonly string[] s_tellers = ["Gather.cl", "Scatter.cl", "Rows.cl"];

    /// <summary>The OpenCL siblings of the kernels that are run.</summary>
    public static TheoryData<string> Siblings => [.. TinyRuns.All.Keys.Except(s_tellers)];

    [Theory]
    [MemberData(nameof(Siblings))]
    public void A_driver_runs_what_ILGPU_writes(string sibling) => Pocl.Run(() => TinyRuns.All[sibling](OnIlgpu.Ferry));

    [Fact]
    public void Elements() => Pocl.Run(() =>
    {
        var laws = new MapTests();
        laws.Map_agrees_with_the_reference();
        laws.Zip_agrees_with_the_reference();
        laws.Compare_agrees_with_the_reference();
    });

    [Fact]
    public void Copies() => Pocl.Run(() =>
    {
        var laws = new CopyTests();
        laws.Copy_agrees_with_the_reference();
        laws.Convert_rounds_to_nearest_and_saturates();
    });

    [Fact]
    public void Reductions() => Pocl.Run(() =>
    {
        var laws = new ReduceTests();
        laws.Sum_agrees_with_float64_within_its_bound_over_any_axes_and_strides();
        laws.Infinities_and_the_lowest_integer_survive_max();
        laws.The_first_of_equals_and_the_first_NaN_win();
    });

    [Fact]
    public void Products() => Pocl.Run(() => new MatMulTests().Sizes_of_every_kind_agree_with_the_reference());

    [Fact]
    public void Scans() => Pocl.Run(() => new ScanTests().NaN_stays_and_infinities_of_both_signs_make_one());

    [Fact]
    public void Sorts() => Pocl.Run(() => new SortTests().Agrees_with_the_reference_along_every_axis());

    [Fact]
    public void Windows() => Pocl.Run(() => new WindowsTests().NaN_is_the_best_of_its_windows_and_the_first_of_equals_stays());

    [Fact]
    public void Random() => Pocl.Run(() => new RandomTests().An_element_does_not_depend_on_the_size());

    // -0, which ILGPU gives back of x + 0, and a quotient that lies above the exact one.
    [Fact]
    public void Signs_and_floor_quotients() => Pocl.Run(() =>
    {
        float[] x = [-0f, 0f, -3f, 4f, float.NaN, -7f, 7f, -1f], y = [1f, 1f, 2f, -3f, 1f, 2f, 2f, 3f];
        Sample.Same(Signs(x, Sample.Reference), Signs(x));
        Assert.DoesNotContain(Signs(x), sign => sign == 0 && float.IsNegative(sign));
        Sample.Same(Quotients(x, y, Sample.Reference), Quotients(x, y));
    });

    private static float[] Signs(float[] x, Device? device = null) => OnDevice.Map(device ?? OnIlgpu.Ferry, default(Sign), x, Layout.Contiguous([x.Length]));

    private static float[] Quotients(float[] x, float[] y, Device? device = null)
    {
        using var sample = new Sample();
        View<float> quotient = sample.Full(0f, Walk.Dense, x.Length);
        (device ?? OnIlgpu.Ferry).Zip(default(FloorDivide), sample.Dense(x, x.Length), sample.Dense(y, y.Length), quotient);
        return Sample.Values(quotient);
    }
}
