using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>Every function that rounds more than once, SIMD form, against an oracle: float32 over the whole range against float64, float64 on dense
/// samples against sums of two float64. The errors are real distances in units of the oracle's last place, half of one being perfect.
/// The forms for 512 bits must give the same bits.</summary>
public sealed class AccuracyTests(ITestOutputHelper output)
{
    /// <summary>Numbers that share a register lie this far apart in the order of all float32, and so do the registers' first ones.</summary>
    private const uint Stride = 4001;

    private const int WidePoints = 10_000;

    /// <summary>What the oracles themselves may be off: some ULP of float64, in ULP of float32.</summary>
    private const double OracleSlack = 1e-6;

    private static readonly float[] s_specials =
    [
        0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1.17549435e-38f, 1.1754942e-38f, float.MaxValue, -float.MaxValue,
        1f, -1f, MathF.BitIncrement(1f), MathF.BitDecrement(1f), MathF.BitIncrement(-1f), 88.72283f, 88.72284f, -87.33654f, -103.97208f, -103.9721f, -150f, 0.55f, 4f, 1.6e6f, 1e10f, -1e10f, 1e-10f, -1e-10f,
    ];

    private static readonly (object Op, Func<double, double> Narrow, Func<double, Wide>? Exact, double Low, double High)[] s_functions =
    [
        (default(Exp), Math.Exp, x => Wide.Exp(x), -700, 700),
        (default(ExpM1), ExpM1, x => Wide.ExpM1(x), -700, 700),
        (default(Log), Math.Log, Wide.Log, double.Epsilon, double.MaxValue),
        (default(Log1P), Log1P, x => Wide.Log1P(x), -1, 1e300),
        (default(Softplus), x => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x))), Wide.Softplus, -700, 1e300),
        (default(Tanh), Math.Tanh, Wide.Tanh, -300, 300),
        (default(Sigmoid), x => Math.Exp(Math.Min(x, 0)) / (1 + Math.Exp(-Math.Abs(x))), Wide.Sigmoid, -700, 300),
        (default(Sin), Math.Sin, Wide.Sin, -1e5, 1e5),
        (default(Cos), Math.Cos, Wide.Cos, -1e5, 1e5),
        (default(Erf), Erf, Wide.Erf, -7, 7),
        (default(Tan), Math.Tan, x => Wide.Sin(x) / Wide.Cos(x), -1e5, 1e5),
        (default(Asin), Math.Asin, Wide.Asin, -1, 1),
        (default(Acos), Math.Acos, Wide.Acos, -1, 1),
        (default(Atan), Math.Atan, Wide.Atan, -1e300, 1e300),
        (default(Sinh), Math.Sinh, Wide.Sinh, -700, 700),
        (default(Cosh), Math.Cosh, Wide.Cosh, -700, 700),
        (default(Log2), Math.Log2, Wide.Log2, double.Epsilon, double.MaxValue),
        (default(Log10), Math.Log10, Wide.Log10, double.Epsilon, double.MaxValue),
        (default(Rsqrt), x => 1 / Math.Sqrt(x), x => (Wide)1 / Wide.Sqrt(x), double.Epsilon, double.MaxValue),
        (new Power(2.5), x => Math.Pow(x, 2.5), null, 0, 0),
        (new Power(3), x => Math.Pow(x, 3), null, 0, 0),
        (new Power(-0.5), x => Math.Pow(x, -0.5), null, 0, 0),
        (new Power(-2), x => Math.Pow(x, -2), null, 0, 0),
    ];

    // Identities that lose nothing near 0, for a float32 argument in float64.
    private static double ExpM1(double x) => Math.Abs(x) > 1 ? Math.Exp(x) - 1 : x == 0 ? x : 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);

    private static double Log1P(double x) => Math.Abs(x) > 0.5 ? Math.Log(1 + x) : x == 0 ? x : 2 * Math.Atanh(x / (2 + x));

    // See Wide.Erf.
    private static double Erf(double x)
    {
        if (!(Math.Abs(x) < 6.5) || x == 0) return x > 0 ? 1 : x < 0 ? -1 : x;
        double sum = x, term = x;
        for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    [Fact]
    public void Every_function_is_within_its_record_over_the_whole_range()
    {
        var rows = s_functions.AsParallel().AsOrdered().Select(f => (IRow)Activator.CreateInstance(typeof(Row<>).MakeGenericType(f.Op.GetType()), f.Op, f.Narrow, f.Exact, f.Low, f.High)!).ToArray();
        string table = string.Join('\n', rows.Select(row => row.Text).Prepend($"{"function",-34} {"allowed",7}   {"float32",7} at {"",-16} {"float64",7} at"));
        output.WriteLine(table);
        Assert.True(rows.All(row => row.IsWithin), table);
    }

    [Fact]
    public void Every_op_that_rounds_more_than_once_is_in_the_table()
    {
        var present = s_functions.Select(f => f.Op.GetType()).ToHashSet();
        Assert.All(OpCatalog.Types(typeof(IUnaryOp)).Where(op => OpCatalog.RecordOf(op).Ulp > 0.5), op => Assert.Contains(op, present));
    }

    // The oracle for float64 against two identities that hold to its own precision, at points where no float64 formula would.
    [Fact]
    public void The_wide_oracle_keeps_its_identities()
    {
        foreach (double x in new[] { 1e-9, 0.03, 0.4, 1.1, 7.7, 33.3 })
        {
            Wide one = Wide.Sin(x) * Wide.Sin(x) + Wide.Cos(x) * Wide.Cos(x) - 1, back = Wide.Log1P(Wide.ExpM1(x)) - x, product = Wide.Exp(x) * Wide.Exp(-x) - 1;
            Assert.InRange(Math.Abs(one.High), 0, 1e-30);
            Assert.InRange(Math.Abs(back.High) / x, 0, 1e-29);
            Assert.InRange(Math.Abs(product.High), 0, 1e-29);
        }
        foreach (double x in new[] { 1e-9, 0.03, 0.4, 0.7, 0.99 })
        {
            Wide root = Wide.Sqrt(x) * Wide.Sqrt(x) - x, right = Wide.Asin(x) + Wide.Acos(x) - Wide.Acos(0), arcs = Wide.Atan(x) + Wide.Atan((Wide)1 / x) - Wide.Acos(0);
            Wide hyperbola = Wide.Cosh(x) * Wide.Cosh(x) - Wide.Sinh(x) * Wide.Sinh(x) - 1, bases = Wide.Log10(x) * Wide.Log2(10) - Wide.Log2(x);
            Assert.All([root, right, arcs, hyperbola, bases], off => Assert.InRange(Math.Abs(off.High), 0, 1e-29));
        }
        Assert.InRange(Math.Abs((Wide.Erf(0.5) - new Wide(0.5204998778130465, 1.900077467916287e-17)).High), 0, 1e-29);
    }

    private interface IRow
    {
        string Text { get; }
        bool IsWithin { get; }
    }

    private sealed class Row<TOp> : IRow
        where TOp : struct, IUnaryOp
    {
        private (double Ulp, double At) _single, _double;
        private bool _isWideDifferent;
        private readonly TOp _op;

        public Row(TOp op, Func<double, double> narrow, Func<double, Wide>? exact, double low, double high)
        {
            _op = op;
            Single(narrow);
            if (exact is not null) Double(exact, low, high);
        }

        public bool IsWithin => !_isWideDifferent && _single.Ulp <= TOp.Record.Ulp + OracleSlack && _double.Ulp <= TOp.Record.Ulp;

        public string Text => string.Create(CultureInfo.InvariantCulture, $"{_op.ToString()!.Replace("DeepPuzzles.Kernels.", "", StringComparison.Ordinal),-34} {TOp.Record.Ulp,7}   {_single.Ulp,7:F3} at {_single.At,-16:R} {_double.Ulp,7:F3} at {_double.At:R}{(_isWideDifferent ? " DIFFERENT BITS in 512 bits" : "")}");

        private void Single(Func<double, double> f)
        {
            int width = Vector512<float>.Count;
            Span<float> x = stackalloc float[width], y = stackalloc float[width];
            for (ulong first = 0; first <= uint.MaxValue; first += Stride * (uint)width)
            {
                for (int i = 0; i < width; i++) x[i] = BitConverter.UInt32BitsToSingle((uint)first + Stride * (uint)i);
                Check(x, y);
            }
            foreach (float special in s_specials)
            {
                x.Fill(1);
                x[^1] = special;
                Check(x, y);
            }

            void Check(Span<float> x, Span<float> y)
            {
                Apply(x, y);
                for (int i = 0; i < x.Length; i++) Note(ref _single, Distance(y[i], f(x[i])), x[i]);
            }
        }

        private void Double(Func<double, Wide> f, double low, double high)
        {
            int width = Vector512<double>.Count;
            Span<double> x = stackalloc double[width], y = stackalloc double[width];
            for (int i = 0; i < WidePoints; i++)
            {
                // Half of the points are dense in value around 0, half in exponent, wherever the domain allows them.
                for (int lane = 0; lane < width; lane++)
                {
                    (uint a, uint b, uint c, _) = Philox.Block((ulong)i, (ulong)lane, 5);
                    double unit = (a + b / 4294967296.0) / 4294967296.0;
                    double drawn = c % 2 == 0 ? (unit - 0.5) * (c % 4 == 0 ? 6 : 60) : Math.ScaleB(1 + unit, (int)(c / 8 % 1000) / (c % 3 == 0 ? 1 : 16) - (c % 3 == 0 ? 500 : 30)) * (c % 16 < 8 ? 1 : -1);
                    x[lane] = drawn > low && drawn < high ? drawn : unit;
                }
                Apply(x, y);
                for (int lane = 0; lane < width; lane++)
                {
                    Wide exact = f(x[lane]);
                    double last = Math.ScaleB(1, Math.Max(Math.ILogB(exact.High), -1022) - 52);
                    Note(ref _double, Math.Abs((exact - y[lane]).High) / last, x[lane]);
                }
            }
        }

        /// <summary>Part by part in the runtime's registers, and at once in one of 512 bits, which must give the same numbers to the last bit.</summary>
        private void Apply<T>(Span<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            for (int i = 0; i < x.Length; i += Vector<T>.Count) _op.Apply(new Vector<T>(x[i..])).CopyTo(y[i..]);
            Span<T> wide = stackalloc T[x.Length];
            TOp.Apply(_op, Vector512.Create<T>(x)).CopyTo(wide);
            // Which of two NaN a sum keeps is open.
            for (int i = 0; i < x.Length; i++)
            {
                bool areNaN = T.IsNaN(wide[i]) && T.IsNaN(y[i]), areEqual = wide[i] == y[i] && T.IsNegative(wide[i]) == T.IsNegative(y[i]);
                if (!areNaN && !areEqual) _isWideDifferent = true;
            }
        }

        private static void Note(ref (double Ulp, double At) worst, double ulp, double at)
        {
            if (double.IsNaN(ulp)) ulp = double.PositiveInfinity;
            if (ulp > worst.Ulp) worst = (ulp, at);
        }

        /// <summary>Infinite where NaN, an infinity or the sign of a zero is wrong.</summary>
        private static double Distance(float y, double exact)
        {
            float nearest = (float)exact;
            if (float.IsNaN(y) || float.IsNaN(nearest)) return float.IsNaN(y) && float.IsNaN(nearest) ? 0 : double.PositiveInfinity;
            if (y == nearest && float.IsNegative(y) == float.IsNegative(nearest) && (y == 0 || float.IsInfinity(y))) return 0;
            if (y == 0 && nearest == 0) return double.PositiveInfinity;
            // 2^128 takes the place of infinity where one of the two is still finite.
            double here = float.IsInfinity(y) && !double.IsInfinity(exact) ? Math.CopySign(Math.ScaleB(1, 128), y) : y;
            return Math.Abs(here - exact) / Math.ScaleB(1, Math.Clamp(Math.ILogB(exact), -126, 127) - 23);
        }
    }
}
