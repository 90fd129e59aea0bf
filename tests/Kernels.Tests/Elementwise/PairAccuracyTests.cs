namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>Functions of two operands that round more than once, SIMD form, against float64 and wider oracles over many sizes of operands.</summary>
public sealed class PairAccuracyTests(ITestOutputHelper output)
{
    private const int Points = 200_000;

    [Fact]
    public void Atan2()
    {
        (double[] y, double[] x) = Draw(-40, 40, bothSigns: true);
        double[] wide = OnDevice.Zip(OpCheck.Checked, default(Atan2), y, Row, x, Row);
        Within<Atan2>(52, i => Arc(y[i], x[i]), i => wide[i]);
        float[] height = [.. y.Select(v => (float)v)], width = [.. x.Select(v => (float)v)], narrow = OnDevice.Zip(OpCheck.Checked, default(Atan2), height, Row, width, Row);
        Within<Atan2>(23, i => Math.Atan2(height[i], width[i]), i => narrow[i]);

        static Wide Arc(double y, double x)
        {
            Wide arc = Wide.Atan((Wide)Math.Abs(y) / Math.Abs(x));
            if (x < 0) arc = Wide.Acos(-1) - arc;
            return y < 0 ? -arc : arc;
        }
    }

    /// <summary>float64 powers are the C library's own.</summary>
    [Fact]
    public void Pow()
    {
        (double[] x, double[] y) = Draw(-20, 6, bothSigns: false);
        float[] basis = [.. x.Select(v => (float)v)], exponent = [.. y.Select((v, i) => (float)(i % 2 == 0 ? v : -v))], z = OnDevice.Zip(OpCheck.Checked, default(Pow), basis, Row, exponent, Row);
        Within<Pow>(23, i => Math.Pow(basis[i], exponent[i]) is > 1e-37 and < 3e38 and var power ? power : z[i], i => z[i]);
    }

    private static Layout Row => Layout.Contiguous([Points]);

    private static (double[] First, double[] Second) Draw(int lowest, int highest, bool bothSigns)
    {
        double[] first = new double[Points], second = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            (uint a, uint b, uint c, uint d) = Philox.Block((ulong)i, 0, 21);
            first[i] = Number(a, c);
            // Half of the pairs are of one size.
            second[i] = Number(b, d % 2 == 0 ? c : d);
        }
        return (first, second);

        double Number(uint digits, uint size) =>
            Math.ScaleB(1 + digits / 4294967296.0 + (digits % 977) * 1e-16, lowest + (int)(size / 4 % (uint)(highest - lowest))) * (bothSigns && size / 2 % 2 + digits % 2 == 1 ? -1 : 1);
    }

    private void Within<TOp>(int bits, Func<int, Wide> exact, Func<int, double> got)
        where TOp : struct, IBinaryOp
    {
        (double Ulp, int At) worst = (0, 0);
        for (int i = 0; i < Points; i++)
        {
            Wide right = exact(i);
            double ulp = Math.Abs((right - got(i)).High) / Math.ScaleB(1, Math.ILogB(right.High) - bits);
            if (!(ulp <= worst.Ulp)) worst = (ulp, i);
        }
        output.WriteLine($"{TOp.Name}, {bits} bits: {worst.Ulp:F3} ULP");
        Assert.InRange(worst.Ulp, 0, TOp.Record.Ulp);
    }
}
