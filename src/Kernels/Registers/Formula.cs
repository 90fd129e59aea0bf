using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>A function of one number, for every kind of register.</summary>
internal interface IFormula
{
    static abstract TVector Of<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>;
}

/// <summary>Finds the register of a formula.</summary>
internal static class Formula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Apply<TFormula, T>(Vector<T> x)
        where TFormula : struct, IFormula
        where T : unmanaged => typeof(T) == typeof(float)
            ? ((Vector<float>)TFormula.Of<Singles>(x.As<T, float>())).As<float, T>()
            : ((Vector<double>)TFormula.Of<Doubles>(x.As<T, double>())).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Apply<TFormula, T>(Vector512<T> x)
        where TFormula : struct, IFormula
        where T : unmanaged => typeof(T) == typeof(float)
            ? ((Vector512<float>)TFormula.Of<WideSingles>(x.AsSingle())).As<float, T>()
            : ((Vector512<double>)TFormula.Of<WideDoubles>(x.AsDouble())).As<double, T>();
}
