using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// erf a = a + a·p(a²) up to 1; 1 - e^-q(a) beyond it, up to where the result is 1.
internal static partial class VectorMath
{
    internal const double SingleErfHigh = 4, DoubleErfHigh = 5.95;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Erf<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector size = TVector.Min(Of<TVector>(SingleErfHigh, DoubleErfHigh), TVector.Abs(x));
        TVector near = TVector.Fma(size, ErfNear(size * size), size);
        TVector power = OnePeriod(-ErfFar(size), out TVector n);
        TVector far = TVector.One - TimesPowerOf2(power, n);
        // "Not near" and not "far", so that NaN takes the side where it stays NaN.
        return Signed(TVector.Select(TVector.Less(TVector.One, size), far, near), x);
    }

    /// <summary>erf a / a - 1 at a² from 0 to 1, within 2^-29 (2^-56).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ErfNear<TVector>(TVector z)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? Horner(z, TVector.Fma(TVector.Fma(TVector.Of(7.88912207e-5), z, TVector.Of(-8.02084208e-4)), z, TVector.Of(5.18953544e-3)),
                -2.68544447e-2, 1.12836002e-1, -3.76126271e-1, 1.28379166e-1)
            : Horner(z, Horner(z, Horner(z, TVector.Zero, -7.8011888740977516e-10, 1.3722976265924503e-8, -1.6209175911748696e-7, 1.6447517677871874e-6),
                -1.492474466333549e-5, 1.2055295320494294e-4, -8.548325989696758e-4, 5.2239776074234678e-3),
                -2.6866170643276218e-2, 1.1283791670945253e-1, -3.7612638903183547e-1, 1.2837916709551257e-1);

    /// <summary>-ln(1 - erf a) for a from 1 to 4 (5.95), such that erf is within 2^-35 (2^-57).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ErfFar<TVector>(TVector a)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? Horner(a, Horner(a, TVector.Zero, 2.16867328e-5, -4.41334933e-4, 4.20455439e-3, -2.52082356e-2),
                1.08418542e-1, 6.33219927e-1, 1.12957841, -1.88036083e-4)
            : Horner(a, Horner(a, Horner(a, Horner(a, TVector.Fma(TVector.Of(4.8653218959234157e-12), a, TVector.Of(-2.0204270157022807e-10)),
                3.8901622257939933e-9, -4.5934834423513557e-8, 3.6957758421995811e-7, -2.1148661121800005e-6),
                8.57905316062495e-6, -2.2533728798336164e-5, 1.9524935057540911e-5, 1.3655207946082997e-4),
                -7.7303997843660229e-4, 1.918942075421116e-3, -4.1353345245308099e-4, -1.8988044088852984e-2),
                1.0270229077853969e-1, 6.3664405478058443e-1, 1.1283739917741793, 5.1323576331644888e-7);
}
