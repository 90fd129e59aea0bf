using System.Numerics;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels.Tests;

namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

/// <summary>A scalar form of somebody's own.</summary>
internal interface IForm
{
    static abstract T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>An op with that form.</summary>
internal readonly record struct Own<TForm>(double Field) : IUnaryOp
    where TForm : IForm
{
    public static string Name => "somebody's own";

    public static OpRecord Record => new(-4, 4);

    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TForm.Of(x, Field);

    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
}

internal abstract class AsksTheType : IForm
{
    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float) ? x + T.One : x - T.One;
}

internal abstract class AsksTheTypeByTheRule : IForm
{
    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Number.Is<float, T>() ? x + T.One : x - T.One;
}

internal abstract class AsksTheSize : IForm
{
    // Wrong at one special value only.
    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.IsNaN(x) ? T.CreateTruncating(Unsafe.SizeOf<T>() / 8) : x;
}

internal abstract class ReadsState : IForm
{
    private static int s_calls;

    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x + T.CreateTruncating(++s_calls);
}

internal abstract class AsksOtherwise : IForm
{
    private static int s_calls;

    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x > T.CreateTruncating(++s_calls) ? x : -x;
}

internal abstract class Throws : IForm
{
    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x < T.Zero ? throw new ArgumentException("x is negative\nindeed") : T.Sqrt(x);
}

internal abstract class LeavesT : IForm
{
    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(int.CreateTruncating(x));
}

internal abstract class Clamps : IForm
{
    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Clamp(x, T.CreateTruncating(-field), T.CreateTruncating(field));
}

internal abstract class Signs : IForm
{
    public static T Of<T>(T x, double field)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(T.Sign(x));
}

/// <summary>A step that reads a field beside its coefficients.</summary>
internal readonly record struct StepByField(double Rate, bool IsTwice) : IUpdateOp
{
    public static string Name => "step by field";

    public static OpRecord Record => new(-1, 1);

    public static int States => 0;

    public Coefficients<double> Coefficients => new(Rate, 0, 1);

    public Cell<T> Apply<T>(Cell<T> cell, T gradient, in Coefficients<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(cell.Weight - T.CreateTruncating(Rate) * gradient * (IsTwice ? T.One + T.One : T.One));

    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient, in Coefficients<Vector<T>> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(cell.Weight - Vector.Create(T.CreateTruncating(IsTwice ? 2 * Rate : Rate)) * gradient);
}

internal abstract class ByParity : ILengthForm
{
    public static T Of<T>(T sum, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => count % 2 == 0 ? sum : -sum;
}

internal abstract class ByOne : ILengthForm
{
    public static T Of<T>(T sum, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => count == 1 ? T.Zero : sum;
}
