using System.Globalization;
using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>What is checked of every elementwise op. Each check returns the first failure in words, or null.</summary>
internal static class OpCheck
{
    /// <summary>The float64 references come from the C library, which may itself be this far off.</summary>
    private const double ReferenceUlp = 2;

    /// <summary>Random inputs per check.</summary>
    private const int Draws = 1023;

    private static readonly int[] s_oddLengths = [1, 2, 3, 5, 7, 9, 15, 17, 31, 33, 127, 255, 257, 511, 1001];

    /// <summary>Points near 0, at 0 and far out, wherever a domain allows them.</summary>
    private static readonly double[] s_points =
    [
        0, -0.0, 1e-30, -1e-30, 1e-10, -1e-10, 3e-8, -3e-8, 1e-7, -1e-7, 1e-5, -1e-5, 1e-3, -1e-3, 0.01, -0.01, 0.1, -0.1, 0.3, -0.3, 0.5, -0.5,
        0.7, -0.7, 0.999, 0.99999, 0.9999999, 1, 1.0000001, 1.00001, 1.001, -1, 3.14, 3.1415, 3.14159, -3.14159, 6.2832, 9.42478, 1.5708, 1.57, 2, -2, 5, -5, 9, -9, 15, -15, 19.5, -19.5, 29, -29,
    ];

    /// <summary>Where the vector form must give what the scalar form gives, whatever the domain.</summary>
    private static readonly double[] s_extremes =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1e10, -1e10, 1e30, -1e30, 80, -80, 100, -100, 1000, -1000,
        1, -1, float.MaxValue, -float.MaxValue, 1e-30, -1e-30,
    ];

    internal static Device Checked => Sample.Devices[0];

    internal static readonly ReferenceDevice Reference = new();

    /// <summary>SIMD and scalar forms against the float64 reference, within the record, at points of the domain and at odd lengths.</summary>
    internal static string? Values<TOp, T>(TOp op, Func<double, double> reference)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Domain<T>(TOp.Record, seed: 1);
        double allowed = Allowed<T>(TOp.Record);
        foreach (int length in s_oddLengths)
        {
            T[] part = x[^length..];
            string? failure = Compare(op, Checked.Name, part, OnDevice.Map(Checked, op, part, Layout.Contiguous([length])), reference, allowed);
            if (failure is not null) return failure;
        }
        return Compare(op, Checked.Name, x, OnDevice.Map(Checked, op, x, Layout.Contiguous([x.Length])), reference, allowed)
            ?? Compare(op, "scalar form", x, OnDevice.Map(Reference, op, x, Layout.Contiguous([x.Length])), reference, allowed);
    }

    /// <summary>NaN, infinities and inputs far outside the domain: what the scalar form gives.</summary>
    internal static string? Extremes<TOp, T>(TOp op)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = [.. s_extremes.Select(T.CreateTruncating)];
        Layout row = Layout.Contiguous([x.Length]);
        return SameOrClose(op, OnDevice.Map(Checked, op, x, row), OnDevice.Map(Reference, op, x, row), 2 * Allowed<T>(TOp.Record), i => $"x = {x[i]}");
    }

    /// <summary>Strided, broadcast, zero-size and rank-0 inputs: both devices agree.</summary>
    internal static string? Layouts<TOp, T>(TOp op)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Domain<T>(TOp.Record, seed: 2);
        foreach (Layout layout in Layouts(x.Length))
        {
            string? failure = SameOrClose(op, OnDevice.Map(Checked, op, x, layout), OnDevice.Map(Reference, op, x, layout), 2 * Allowed<T>(TOp.Record), _ => Words(layout));
            if (failure is not null) return failure;
        }
        return null;
    }

    /// <summary>SIMD and scalar forms of a pair, in all pairs of layouts of one shape, at NaN and infinities too.</summary>
    internal static string? Pairs<TOp, T>(TOp op)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        T[] x = Pairs<T>(TOp.Record, seed: 3), y = Pairs<T>(TOp.Record, seed: 4);
        foreach (int length in s_oddLengths)
        {
            Layout row = Layout.Contiguous([length]);
            if (Differ(op, x[^length..], row, y[^length..], row) is { } failure) return failure;
        }
        Layout[] layouts = Layouts(x.Length);
        foreach (Layout left in layouts)
        {
            foreach (Layout right in layouts)
            {
                if (left.Sizes.SequenceEqual(right.Sizes) && Differ(op, x, left, y, right) is { } failure) return failure;
            }
        }
        return null;
    }

    private static string? Differ<TOp, T>(TOp op, T[] x, Layout left, T[] y, Layout right)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        T[] fast = OnDevice.Zip(Checked, op, x, left, y, right), plain = OnDevice.Zip(Reference, op, x, left, y, right);
        for (int i = 0; i < fast.Length; i++)
        {
            if (!(fast[i] == plain[i] || (T.IsNaN(fast[i]) && T.IsNaN(plain[i])) || AreNear<TOp, T>(fast[i], plain[i])))
                return Say(op, $"{Words(left)} and {Words(right)}, element {i}: the device gives {fast[i]}, the scalar form {plain[i]}");
        }
        return null;
    }

    // As SameOrClose, for those that round more than once; int32 is exact.
    private static bool AreNear<TOp, T>(T fast, T plain)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        double allowed = 2 * Allowed<T>(TOp.Record), x = double.CreateTruncating(fast), y = double.CreateTruncating(plain);
        return typeof(T) == typeof(float) ? Ulps.Between((float)x, (float)y) <= allowed : typeof(T) == typeof(double) && Ulps.Between(x, y) <= allowed;
    }

    /// <summary>Vectors, matrices with gaps, transposed, reversed and broadcast ones, nothing, and a single number.</summary>
    private static Layout[] Layouts(int memory) =>
    [
        new([], [], 5),
        Layout.Contiguous([0, 3]),
        new([40], [1], 1), new([40], [3], 2), new([40], [-2], memory - 1), new([40], [0], 7),
        Layout.Contiguous([13, 7]), new([13, 7], [1, 13]), new([13, 7], [16, 2], 3), new([13, 7], [0, 1]), new([13, 7], [1, 0]), new([13, 7], [0, 0], 9),
        Layout.Contiguous([2, 3, 37]), new([2, 3, 37], [37, 74, 1]), new([2, 3, 37], [111, 0, 1]), new([2, 3, 37], [-111, 37, -1], 160),
    ];

    private static T[] Domain<T>(OpRecord record, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IEnumerable<double> inside = s_points.Where(p => p >= record.Low && p <= record.High);
        return [.. inside.Concat(Draw(record, seed)).Select(T.CreateTruncating)];
    }

    private static T[] Pairs<T>(OpRecord record, int seed)
        where T : unmanaged, INumber<T>
    {
        double[] numbers = [.. Draw(record, seed)];
        if (typeof(T) == typeof(int)) return [.. numbers.Select(x => T.CreateTruncating(x < 1 && record.Low > 0 ? 1 : x))];
        for (int i = 0; i < s_extremes.Length; i++) numbers[numbers.Length - 1 - i * (seed + 1)] = s_extremes[i];
        return [.. numbers.Select(T.CreateTruncating)];
    }

    private static IEnumerable<double> Draw(OpRecord record, int seed)
    {
        for (int i = 0; i < Draws; i++)
        {
            uint word = Philox.Block((ulong)i, 0, (ulong)seed).W0;
            yield return record.Low + (record.High - record.Low) * word / uint.MaxValue;
        }
    }

    // A correctly rounded float64 reference, rounded once more to float32, is the correctly rounded value.
    private static double Allowed<T>(OpRecord record)
        where T : unmanaged => record.Ulp < 1 ? 0 : record.Ulp + Sample.FunctionUlp + (typeof(T) == typeof(float) ? 0 : ReferenceUlp);

    private static string? Compare<TOp, T>(TOp op, string form, T[] x, T[] y, Func<double, double> reference, double allowed)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (double Ulp, int At) worst = (0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            double ulp = Ulps.Between(y[i], T.CreateTruncating(reference(double.CreateTruncating(x[i]))));
            if (ulp > worst.Ulp) worst = (ulp, i);
        }
        return worst.Ulp <= allowed
            ? null
            : Say(op, $"{typeof(T).Name}, {form}, {x.Length} elements, element {worst.At}, x = {x[worst.At]:R}: {y[worst.At]:R} is {worst.Ulp} ULP from {T.CreateTruncating(reference(double.CreateTruncating(x[worst.At]))):R}; allowed are {allowed}");
    }

    private static string? SameOrClose<TOp, T>(TOp op, T[] fast, T[] plain, double allowed, Func<int, string> where)
        where TOp : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < fast.Length; i++)
        {
            // Below the smallest normal number a SIMD form may round to 0.
            bool vanishing = T.Abs(fast[i]) < Smallest<T>() && T.Abs(plain[i]) < Smallest<T>();
            if (!vanishing && Ulps.Between(fast[i], plain[i]) > allowed) return Say(op, $"{typeof(T).Name}, {where(i)}, element {i}: the device gives {fast[i]}, the scalar form {plain[i]}");
        }
        return null;
    }

    private static T Smallest<T>()
        where T : unmanaged, INumber<T> => T.CreateTruncating(typeof(T) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014e-308);

    private static string Say<TOp>(TOp op, FormattableString what) => $"{op}: {what.ToString(CultureInfo.InvariantCulture)}";

    private static string Words(in Layout layout) => $"sizes [{string.Join(", ", layout.Sizes.ToArray())}], strides [{string.Join(", ", layout.Strides.ToArray())}]";
}
