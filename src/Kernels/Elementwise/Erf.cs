using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>y = 2/√π·∫₀ˣ e^-t² dt: the error function.</summary>
public readonly struct Erf : IUnaryOp, IFormula
{
    /// <inheritdoc/>
    public static string Name => "erf";

    /// <inheritdoc/>
    public static OpRecord Record => new(-6, 6, Ulp: 2);

    // erf x = n + n·p(n²) with n = x kept within ±1, and beyond that n·(e^-q(1) - e^-q(|x|)) more: the polynomials of VectorMath.Erf.cs, joined
    // without a branch.
    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T near = T.Min(T.Max(x, -T.One), T.One), far = T.Min(T.Max(T.Abs(x), T.One), T.CreateTruncating(VectorMath.DoubleErfHigh));
        return near + near * (Near(near * near) + (T.Exp(-Far(T.One)) - T.Exp(-Far(far))));
    }

    private static T Near<T>(T z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Horner(z, Horner(z, Horner(z, T.Zero,
            -7.8011888740977516e-10, 1.3722976265924503e-8, -1.6209175911748696e-7, 1.6447517677871874e-6),
            -1.492474466333549e-5, 1.2055295320494294e-4, -8.548325989696758e-4, 5.2239776074234678e-3),
            -2.6866170643276218e-2, 1.1283791670945253e-1, -3.7612638903183547e-1, 1.2837916709551257e-1);

    private static T Far<T>(T a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Horner(a, Horner(a, Horner(a, Horner(a, Horner(a, T.Zero,
            0, 0, 4.8653218959234157e-12, -2.0204270157022807e-10),
            3.8901622257939933e-9, -4.5934834423513557e-8, 3.6957758421995811e-7, -2.1148661121800005e-6),
            8.57905316062495e-6, -2.2533728798336164e-5, 1.9524935057540911e-5, 1.3655207946082997e-4),
            -7.7303997843660229e-4, 1.918942075421116e-3, -4.1353345245308099e-4, -1.8988044088852984e-2),
            1.0270229077853969e-1, 6.3664405478058443e-1, 1.1283739917741793, 5.1323576331644888e-7);

    private static T Horner<T>(T x, T rest, double c3, double c2, double c1, double c0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (((rest * x + T.CreateTruncating(c3)) * x + T.CreateTruncating(c2)) * x + T.CreateTruncating(c1)) * x + T.CreateTruncating(c0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Erf, T>(x);

    /// <inheritdoc/>
    public static bool IsLong => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Apply<TOp, T>(TOp op, Vector512<T> x)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Erf, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IFormula.Of<TVector>(TVector x) => VectorMath.Erf(x);
}
