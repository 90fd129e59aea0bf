using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Computes a traced formula in C#, node by node, each in its own number type.</summary>
internal sealed class Interpreter(Graph graph, IReadOnlyList<double> constants, object[] inputs)
{
    private readonly object?[] _values = new object?[graph.Nodes.Count];

    internal object[] Run()
    {
        Outcome outcome = graph.Outcome;
        while (outcome is Branch branch) outcome = (bool)At(branch.Condition) ? branch.Yes : branch.No;
        return [.. ((Results)outcome).Places.Select(At)];
    }

    private object At(int place) => _values[place] ??= Of(graph.Nodes[place]);

    private object Of(Node node) => node.Operator switch
    {
        Operator.Input => inputs[node.X],
        Operator.Literal => To(node.Type, node.Value),
        Operator.Constant => To(node.Type, constants[node.X]),
        Operator.Convert => To(node.Type, At(node.X)),
        Operator.ShiftRight when At(node.X) is int x => x >> (int)At(node.Y),
        Operator.ShiftRight => (uint)At(node.X) >> (int)At(node.Y),
        Operator.FusedMultiplyAdd when At(node.X) is float x => float.FusedMultiplyAdd(x, (float)At(node.Y), (float)At(node.Z)),
        Operator.FusedMultiplyAdd => double.FusedMultiplyAdd((double)At(node.X), (double)At(node.Y), (double)At(node.Z)),
        _ => (At(node.X), node.Y == Node.None ? At(node.X) : At(node.Y)) switch
        {
            (byte x, byte y) => Both(node.Operator, x, y),
            (int x, int y) => Whole(node.Operator, x, y),
            (uint x, uint y) => Word(node.Operator, x, y),
            (float x, float y) => Real(node.Operator, x, y),
            (double x, double y) => Real(node.Operator, x, y),
            _ => throw new InvalidOperationException($"{node} of {At(node.X)}"),
        },
    };

    private static object To(TypeCode type, object value) => value switch
    {
        int x => To(type, x),
        uint x => To(type, x),
        float x => To(type, x),
        double x => To(type, x),
        _ => throw new InvalidOperationException($"{value}"),
    };

    private static object To<TFrom>(TypeCode type, TFrom x)
        where TFrom : INumberBase<TFrom> => type switch
        {
            TypeCode.Single => (object)float.CreateTruncating(x),
            TypeCode.Double => double.CreateTruncating(x),
            TypeCode.Int32 => int.CreateTruncating(x),
            TypeCode.Byte => byte.CreateTruncating(x),
            _ => uint.CreateTruncating(x),
        };

    private static object Whole(Operator name, int x, int y) => name switch
    {
        Operator.Negate => unchecked(-x),
        Operator.Divide => y == 0 ? 0 : y == -1 ? unchecked(-x) : x / y,
        Operator.Modulo => y is 0 or -1 ? 0 : x % y,
        Operator.CopySign => x < 0 == y < 0 ? x : unchecked(-x),
        Operator.Abs => x < 0 ? unchecked(-x) : x,
        Operator.IsOdd => int.IsOddInteger(x),
        _ => Both(name, x, y),
    };

    // Division by 0 is refused where the word is written down.
    private static object Word(Operator name, uint x, uint y) => name switch
    {
        Operator.Negate => unchecked(0 - x),
        Operator.Divide => x / y,
        Operator.IsOdd => uint.IsOddInteger(x),
        _ => Both(name, x, y),
    };

    private static object Real<T>(Operator name, T x, T y)
        where T : IBinaryFloatingPointIeee754<T> => name switch
        {
            Operator.Negate => -x,
            Operator.Divide => x / y,
            Operator.Modulo => x % y,
            Operator.CopySign => T.CopySign(x, y),
            Operator.Abs => T.Abs(x),
            Operator.IsNaN => T.IsNaN(x),
            Operator.IsNegative => T.IsNegative(x),
            Operator.Floor => T.Floor(x),
            Operator.Ceiling => T.Ceiling(x),
            Operator.Round => T.Round(x),
            Operator.Truncate => T.Truncate(x),
            Operator.Sqrt => T.Sqrt(x),
            Operator.Exp => T.Exp(x),
            Operator.Log => T.Log(x),
            Operator.Log2 => Log2(x),
            Operator.Log10 => T.Log10(x),
            Operator.Sin => T.Sin(x),
            Operator.Cos => T.Cos(x),
            Operator.Tan => T.Tan(x),
            Operator.Asin => T.Asin(x),
            Operator.Acos => T.Acos(x),
            Operator.Atan => T.Atan(x),
            Operator.Sinh => T.Sinh(x),
            Operator.Cosh => T.Cosh(x),
            Operator.Tanh => T.Tanh(x),
            Operator.Pow => T.Pow(x, y),
            Operator.Atan2 => T.Atan2(x, y),
            Operator.Exp2 => T.Exp2(x),
            Operator.Exp10 => T.Exp10(x),
            Operator.Cbrt => T.Cbrt(x),
            Operator.Hypot => T.Hypot(x, y),
            Operator.Asinh => T.Asinh(x),
            Operator.Acosh => T.Acosh(x),
            Operator.Atanh => T.Atanh(x),
            Operator.SinPi => T.SinPi(x),
            Operator.CosPi => T.CosPi(x),
            Operator.TanPi => T.TanPi(x),
            Operator.AsinPi => T.AsinPi(x),
            Operator.AcosPi => T.AcosPi(x),
            Operator.AtanPi => T.AtanPi(x),
            Operator.Atan2Pi => T.Atan2Pi(x, y),
            Operator.Ieee754Remainder => T.Ieee754Remainder(x, y),
            _ => Both(name, x, y),
        };

    private static object Both<T>(Operator name, T x, T y)
        where T : INumber<T> => name switch
        {
            Operator.Add => x + y,
            Operator.Subtract => x - y,
            Operator.Multiply => x * y,
            Operator.Minimum => T.Min(x, y),
            Operator.Maximum => T.Max(x, y),
            Operator.MinimumNumber => T.MinNumber(x, y),
            Operator.MaximumNumber => T.MaxNumber(x, y),
            Operator.Less => x < y,
            Operator.LessOrEqual => x <= y,
            Operator.Equal => x == y,
            _ => throw new InvalidOperationException($"{name}"),
        };

    private static T Log2<T>(T x)
        where T : ILogarithmicFunctions<T> => T.Log2(x);
}
