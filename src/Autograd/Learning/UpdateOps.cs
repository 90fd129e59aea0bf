using System.Numerics;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Learning;

// What the optimisers compute, in as few passes over memory as there are state cells. They run in place on parameters and under a pause, so
// they need no rule.

/// <summary>z = a·x + b·y.</summary>
internal readonly record struct Blend(double A, double B) : IBinaryOp
{
    public static string Name => "blend";

    public static OpRecord Record => new(-10, 10);

    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => x * T.CreateTruncating(A) + y * T.CreateTruncating(B);

    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x * T.CreateTruncating(A) + y * T.CreateTruncating(B);
}

/// <summary>z = a·x + b·y².</summary>
internal readonly record struct BlendSquare(double A, double B) : IBinaryOp
{
    public static string Name => "blend square";

    public static OpRecord Record => new(-10, 10);

    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => x * T.CreateTruncating(A) + y * y * T.CreateTruncating(B);

    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x * T.CreateTruncating(A) + y * y * T.CreateTruncating(B);
}

/// <summary>z = x / (c·√y + ε).</summary>
internal readonly record struct OverRoot(double C, double Epsilon) : IBinaryOp
{
    public static string Name => "over root";

    public static OpRecord Record => new(0, 10);

    // The root of a float32 taken in float64 and rounded is the correctly rounded root.
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> =>
        x / (T.CreateTruncating(Math.Sqrt(double.CreateTruncating(y))) * T.CreateTruncating(C) + T.CreateTruncating(Epsilon));

    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> =>
        x / (Vector.SquareRoot(y) * T.CreateTruncating(C) + Vector.Create(T.CreateTruncating(Epsilon)));
}
