using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>A symbol of any number type.</summary>
internal interface ISymbol
{
    /// <summary>The place of its node in the trace under way.</summary>
    int Place { get; }
}

/// <summary>Stands for a number while a scalar form is traced: what is done to it is written down. The operations that ops use are here; the others
/// throw, see <c>Symbol.Untraced.cs</c>.</summary>
/// <typeparam name="TNumber">The type it stands for: float, double, int, or uint for random words.</typeparam>
[SuppressMessage("Usage", "CA2231", Justification = "Two symbols are compared by the formula, never by a collection.")]
internal readonly partial struct Symbol<TNumber> : IBinaryFloatingPointIeee754<Symbol<TNumber>>, IBinaryInteger<Symbol<TNumber>>, IStandIn<Symbol<TNumber>>, ISymbol
    where TNumber : unmanaged, INumber<TNumber>
{
    // One more than the place, so that the default is 0, as it is of numbers.
    private readonly int _after;

    private Symbol(int place) => _after = place + 1;

    public int Place => _after == 0 ? Trace.Current.Literal(Type, 0) : _after - 1;

    internal static TypeCode Type { get; } = System.Type.GetTypeCode(typeof(TNumber));

    private static bool IsWhole => Type is TypeCode.Int32 or TypeCode.UInt32;

    /// <summary>A number from outside.</summary>
    internal static Symbol<TNumber> Input(int name) => new(Trace.Current.Add(new Node(Operator.Input, Type, name)));

    public static Symbol<TNumber> Zero => Literal(TNumber.Zero);

    public static Symbol<TNumber> One => Literal(TNumber.One);

    public static Symbol<TNumber> NegativeOne => Literal(-TNumber.One);

    public static Symbol<TNumber> AdditiveIdentity => Zero;

    public static Symbol<TNumber> MultiplicativeIdentity => One;

    public static Symbol<TNumber> NaN => Literal(double.NaN);

    public static Symbol<TNumber> PositiveInfinity => Literal(double.PositiveInfinity);

    public static Symbol<TNumber> NegativeInfinity => Literal(double.NegativeInfinity);

    public static Symbol<TNumber> NegativeZero => Literal(-0.0);

    // Of literals a sum, a difference and a product are rounded here as there.
    public static Symbol<TNumber> operator +(Symbol<TNumber> left, Symbol<TNumber> right) =>
        Known(left, out TNumber x) && Known(right, out TNumber y) ? Literal(x + y) : Node(Operator.Add, left, right);

    public static Symbol<TNumber> operator -(Symbol<TNumber> left, Symbol<TNumber> right) =>
        Known(left, out TNumber x) && Known(right, out TNumber y) ? Literal(x - y) : Node(Operator.Subtract, left, right);

    public static Symbol<TNumber> operator *(Symbol<TNumber> left, Symbol<TNumber> right) =>
        Known(left, out TNumber x) && Known(right, out TNumber y) ? Literal(x * y) : Node(Operator.Multiply, left, right);

    public static Symbol<TNumber> operator /(Symbol<TNumber> left, Symbol<TNumber> right) => Node(Operator.Divide, left, right);

    public static Symbol<TNumber> operator %(Symbol<TNumber> left, Symbol<TNumber> right) => Node(Operator.Modulo, left, right);

    public static Symbol<TNumber> operator -(Symbol<TNumber> value) => Known(value, out TNumber x) ? Literal(-x) : Node(Operator.Negate, value);

    public static Symbol<TNumber> operator +(Symbol<TNumber> value) => value;

    public static Symbol<TNumber> operator ++(Symbol<TNumber> value) => value + One;

    public static Symbol<TNumber> operator --(Symbol<TNumber> value) => value - One;

    public static Symbol<TNumber> operator >>(Symbol<TNumber> value, int shiftAmount) =>
        new(Trace.Current.Add(new Node(Operator.ShiftRight, Type, value.Place, Trace.Current.Literal(TypeCode.Int32, shiftAmount))));

    public static bool operator <(Symbol<TNumber> left, Symbol<TNumber> right) =>
        Known(left, out TNumber x) && Known(right, out TNumber y) ? x < y : Ask(Operator.Less, left, right);

    public static bool operator <=(Symbol<TNumber> left, Symbol<TNumber> right) =>
        Known(left, out TNumber x) && Known(right, out TNumber y) ? x <= y : Ask(Operator.LessOrEqual, left, right);

    public static bool operator >(Symbol<TNumber> left, Symbol<TNumber> right) => right < left;

    public static bool operator >=(Symbol<TNumber> left, Symbol<TNumber> right) => right <= left;

    public static bool operator ==(Symbol<TNumber> left, Symbol<TNumber> right) =>
        Known(left, out TNumber x) && Known(right, out TNumber y) ? x == y : Ask(Operator.Equal, left, right);

    public static bool operator !=(Symbol<TNumber> left, Symbol<TNumber> right) => !(left == right);

    public static bool IsNaN(Symbol<TNumber> value) => Known(value, out TNumber x) || IsWhole ? TNumber.IsNaN(x) : Ask(Operator.IsNaN, value);

    public static bool IsNegative(Symbol<TNumber> value) =>
        Known(value, out TNumber x) ? TNumber.IsNegative(x) : IsWhole ? value < Zero : Ask(Operator.IsNegative, value);

    public static bool IsOddInteger(Symbol<TNumber> value) =>
        Known(value, out TNumber x) ? TNumber.IsOddInteger(x) : IsWhole ? Ask(Operator.IsOdd, value) : IsInteger(value) && Abs(value % Rounded(2)) == One;

    public static Symbol<TNumber> Min(Symbol<TNumber> x, Symbol<TNumber> y) => Node(Operator.Minimum, x, y);

    public static Symbol<TNumber> Max(Symbol<TNumber> x, Symbol<TNumber> y) => Node(Operator.Maximum, x, y);

    public static Symbol<TNumber> MinNumber(Symbol<TNumber> x, Symbol<TNumber> y) => Node(Operator.MinimumNumber, x, y);

    public static Symbol<TNumber> MaxNumber(Symbol<TNumber> x, Symbol<TNumber> y) => Node(Operator.MaximumNumber, x, y);

    public static Symbol<TNumber> Abs(Symbol<TNumber> value) => Node(Operator.Abs, value);

    public static Symbol<TNumber> CopySign(Symbol<TNumber> value, Symbol<TNumber> sign) => Node(Operator.CopySign, value, sign);

    public static Symbol<TNumber> Floor(Symbol<TNumber> x) => Node(Operator.Floor, x);

    public static Symbol<TNumber> Ceiling(Symbol<TNumber> x) => Node(Operator.Ceiling, x);

    public static Symbol<TNumber> Round(Symbol<TNumber> x) => Node(Operator.Round, x);

    public static Symbol<TNumber> Truncate(Symbol<TNumber> x) => Node(Operator.Truncate, x);

    public static Symbol<TNumber> Sqrt(Symbol<TNumber> x) => Node(Operator.Sqrt, x);

    public static Symbol<TNumber> Exp(Symbol<TNumber> x) => Node(Operator.Exp, x);

    public static Symbol<TNumber> Log(Symbol<TNumber> x) => Node(Operator.Log, x);

    public static Symbol<TNumber> Log2(Symbol<TNumber> x) => Node(Operator.Log2, x);

    public static Symbol<TNumber> Log10(Symbol<TNumber> x) => Node(Operator.Log10, x);

    public static Symbol<TNumber> Sin(Symbol<TNumber> x) => Node(Operator.Sin, x);

    public static Symbol<TNumber> Cos(Symbol<TNumber> x) => Node(Operator.Cos, x);

    public static Symbol<TNumber> Tan(Symbol<TNumber> x) => Node(Operator.Tan, x);

    public static Symbol<TNumber> Asin(Symbol<TNumber> x) => Node(Operator.Asin, x);

    public static Symbol<TNumber> Acos(Symbol<TNumber> x) => Node(Operator.Acos, x);

    public static Symbol<TNumber> Atan(Symbol<TNumber> x) => Node(Operator.Atan, x);

    public static Symbol<TNumber> Sinh(Symbol<TNumber> x) => Node(Operator.Sinh, x);

    public static Symbol<TNumber> Cosh(Symbol<TNumber> x) => Node(Operator.Cosh, x);

    public static Symbol<TNumber> Tanh(Symbol<TNumber> x) => Node(Operator.Tanh, x);

    public static Symbol<TNumber> Pow(Symbol<TNumber> x, Symbol<TNumber> y) => Node(Operator.Pow, x, y);

    public static Symbol<TNumber> Atan2(Symbol<TNumber> y, Symbol<TNumber> x) => Node(Operator.Atan2, y, x);

    private static Symbol<TNumber> Node(Operator name, Symbol<TNumber> x) => new(Trace.Current.Add(new Node(name, Type, x.Place)));

    private static Symbol<TNumber> Node(Operator name, Symbol<TNumber> x, Symbol<TNumber> y) => new(Trace.Current.Add(new Node(name, Type, x.Place, y.Place)));

    private static bool Ask(Operator name, Symbol<TNumber> x) => Trace.Current.Ask(Trace.Current.Add(new Node(name, TypeCode.Boolean, x.Place)));

    private static bool Ask(Operator name, Symbol<TNumber> x, Symbol<TNumber> y) =>
        Trace.Current.Ask(Trace.Current.Add(new Node(name, TypeCode.Boolean, x.Place, y.Place)));

    private static Symbol<TNumber> Literal(TNumber value) => Literal(double.CreateTruncating(value));

    private static Symbol<TNumber> Literal(double value) => new(Trace.Current.Literal(Type, value));

    private static bool Known(Symbol<TNumber> symbol, out TNumber value)
    {
        Node node = Trace.Current[symbol.Place];
        bool isLiteral = node.Operator == Operator.Literal;
        value = isLiteral ? TNumber.CreateTruncating(node.Value) : default;
        return isLiteral;
    }
}
