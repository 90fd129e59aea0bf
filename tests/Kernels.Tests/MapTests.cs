using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The loops of Map, Zip and Compare, with tiny ops whose vector and scalar forms are equal bit for bit.</summary>
public sealed class MapTests
{
    private static readonly int[][] Shapes = [[], [1], [0], [7], [8], [255], [256], [257], [1000], [1, 5], [6, 9], [3, 300], [2, 3, 17], [0, 4]];

    internal readonly struct Doubled : IUnaryOp
    {
        public static string Name => "doubled";
        public static OpRecord Record => new(-1, 1);
        public T Apply<T>(T x) where T : unmanaged, IBinaryFloatingPointIeee754<T> => x + x;
        public Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T> => x + x;
    }

    // Not commutative, so that a swap of the operands shows.
    internal readonly struct Minus : IBinaryOp
    {
        public static string Name => "minus";
        public static OpRecord Record => new(-1, 1);
        public T Apply<T>(T x, T y) where T : unmanaged, INumber<T> => x - y;
        public Vector<T> Apply<T>(Vector<T> x, Vector<T> y) where T : unmanaged, INumber<T> => x - y;
    }

    internal readonly struct Below : IComparison
    {
        public static string Name => "below";
        public static OpRecord Record => new(-1, 1);
        public bool Apply<T>(T x, T y) where T : unmanaged, INumber<T> => x < y;
        public Vector<T> Apply<T>(Vector<T> x, Vector<T> y) where T : unmanaged, INumber<T> => Vector.LessThan(x, y);
    }

    [Fact]
    public void Map_agrees_with_the_reference() => ForAll((sizes, walk, _, sample) =>
    {
        var x = sample.Numbers<float>(walk, sizes);
        Agree<float>(sizes, (device, y) => device.Map(default(Doubled), x, y));
        var wide = sample.Numbers<double>(walk, sizes);
        Agree<double>(sizes, (device, y) => device.Map(default(Doubled), wide, y));
    });

    [Fact]
    public void Zip_agrees_with_the_reference() => ForAll((sizes, left, right, sample) =>
    {
        var (x, y) = (sample.Numbers<float>(left, sizes), sample.Numbers<float>(right, sizes));
        Agree<float>(sizes, (device, z) => device.Zip(default(Minus), x, y, z));
        var (i, j) = (sample.Numbers<int>(left, sizes), sample.Numbers<int>(right, sizes));
        Agree<int>(sizes, (device, z) => device.Zip(default(Minus), i, j, z));
    });

    [Fact]
    public void Compare_agrees_with_the_reference() => ForAll((sizes, left, right, sample) =>
    {
        var (x, y) = (sample.Numbers<int>(left, sizes), sample.Numbers<int>(right, sizes));
        Agree<bool>(sizes, (device, z) => device.Compare(default(Below), x, y, z));
    });

    [Fact]
    public void Large_arrays_agree_on_any_number_of_threads()
    {
        using var sample = new Sample();
        foreach (int[] sizes in new int[][] { [200_003], [501, 402] })
        {
            var x = sample.Numbers<float>(Walk.Transposed, sizes);
            var y = sample.Numbers<float>(Walk.BroadcastFirst, sizes);
            Agree<float>(sizes, (device, z) => device.Zip(default(Minus), x, y, z));
            Agree<float>(sizes, (device, z) => device.Map(default(Doubled), x, z));
        }
    }

    private static void Agree<T>(int[] sizes, Action<Device, View<T>> verb)
        where T : unmanaged
    {
        using var sample = new Sample();
        var expected = sample.Full<T>(default, Walk.Dense, sizes);
        verb(Sample.Reference, expected);
        foreach (var device in Sample.Devices)
        {
            foreach (Walk walk in new[] { Walk.Dense, Walk.Sliced, Walk.Transposed })
            {
                var actual = sample.Full<T>(default, walk, sizes);
                verb(device, actual);
                Sample.Same(Sample.Values(expected), Sample.Values(actual));
            }
        }
    }

    private static void ForAll(Action<int[], Walk, Walk, Sample> law)
    {
        foreach (int[] sizes in Shapes)
        {
            foreach (Walk left in Sample.WalksOf(sizes))
            {
                foreach (Walk right in Sample.Walks)
                {
                    using var sample = new Sample();
                    law(sizes, left, right, sample);
                }
            }
        }
    }
}
