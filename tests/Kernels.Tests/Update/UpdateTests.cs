using System.Numerics;
using System.Reflection;
using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.Tests.Update;

/// <summary>Every update op, found by reflection: SIMD and scalar form give the same bits in place, on any gradient and any number of threads.</summary>
public sealed partial class UpdateTests
{
    private static readonly int[][] s_shapes = [[], [1], [7], [8], [10], [257], [3, 5], [33, 40], [2, 3, 17], [0, 3], [300, 400]];

    public static TheoryData<string> Ops => [.. OpCatalog.Types(typeof(IUpdateOp)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Forms_devices_and_threads_agree_bit_for_bit(string name)
    {
        Type type = OpCatalog.Types(typeof(IUpdateOp)).Single(candidate => candidate.Name == name);
        foreach (object op in OpCatalog.Samples(type))
        {
            foreach (Type element in new[] { typeof(float), typeof(double) })
                typeof(UpdateTests).GetMethod(nameof(Agrees), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type, element).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [op], null);
        }
    }

    private static void Agrees<TOp, T>(TOp op)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int[] sizes in Sample.Sizes(s_shapes))
        {
            foreach (Walk walk in Sample.WalksOf(sizes).Where(walk => sizes.Length > 0 || walk is Walk.Dense or Walk.Sliced))
            {
                T[][] expected = After(Sample.Reference, op, walk, sizes);
                foreach (Device device in Sample.Devices)
                {
                    T[][] actual = After<TOp, T>(device, op, walk, sizes);
                    for (int i = 0; i < expected.Length; i++) Sample.Same(expected[i], actual[i]);
                }
            }
        }

        static T[][] After(Device device, TOp op, Walk walk, int[] sizes) => UpdateTests.After<TOp, T>(device, op, walk, sizes);
    }

    /// <summary>Weights and state after two steps.</summary>
    private static T[][] After<TOp, T>(Device device, TOp op, Walk walk, int[] sizes)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var sample = new Sample();
        View<T> weight = sample.Numbers<T>(Walk.Dense, sizes), first = sample.Full(T.Zero, Walk.Dense, sizes), second = sample.Full(T.Zero, Walk.Dense, sizes);
        for (int step = 0; step < 2; step++) device.Update(op, sample.Numbers<T>(walk, sizes), weight, first, second);
        return [Sample.Values(weight), Sample.Values(first), Sample.Values(second)];
    }
}
