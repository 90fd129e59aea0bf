using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels.OpenCL;

// What the interfaces of numbers ask for beyond what ops use. An op that needs one of these tells its name; it then moves to Symbol.cs, with an
// operator and its form in C.
internal readonly partial struct Symbol<TNumber>
{
    private static DeviceException Untraced([CallerMemberName] string what = "") =>
        Trace.Current.Refuse($"its scalar form uses {what} of {typeof(TNumber).Name}, which has no symbol; write it without (docs/opencl.md tells what there is)");

    private static DeviceException UntracedConversion<TOther>() => Trace.Current.Refuse(
        $"its scalar form turns a number into {NameOf<TOther>()}, as {NameOf<TOther>()}.CreateTruncating(x) does; what it computes must stay in T: use T.Truncate, T.Floor, T.Round or a comparison");

    private static string NameOf<TOther>() => typeof(TOther).Name;

    public override bool Equals(object? obj) => throw Untraced();

    public override int GetHashCode() => throw Untraced();

    // IBinaryInteger
    public static Symbol<TNumber> PopCount(Symbol<TNumber> value) => throw Untraced();
    public static Symbol<TNumber> TrailingZeroCount(Symbol<TNumber> value) => throw Untraced();
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, bool isUnsigned, out Symbol<TNumber> value) => throw Untraced();
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> source, bool isUnsigned, out Symbol<TNumber> value) => throw Untraced();
    public int GetByteCount() => throw Untraced();
    public int GetShortestBitLength() => throw Untraced();
    public bool TryWriteBigEndian(Span<byte> destination, out int bytesWritten) => throw Untraced();
    public bool TryWriteLittleEndian(Span<byte> destination, out int bytesWritten) => throw Untraced();

    // IBinaryNumber
    public static bool IsPow2(Symbol<TNumber> value) => throw Untraced();

    // IBitwiseOperators
    public static Symbol<TNumber> operator &(Symbol<TNumber> left, Symbol<TNumber> right) => throw Untraced("&");
    public static Symbol<TNumber> operator |(Symbol<TNumber> left, Symbol<TNumber> right) => throw Untraced("|");
    public static Symbol<TNumber> operator ^(Symbol<TNumber> left, Symbol<TNumber> right) => throw Untraced("^");
    public static Symbol<TNumber> operator ~(Symbol<TNumber> value) => throw Untraced("~");

    // IComparable
    public int CompareTo(object? obj) => throw Untraced();

    // IFloatingPointIeee754
    public static Symbol<TNumber> BitDecrement(Symbol<TNumber> x) => throw Untraced();
    public static Symbol<TNumber> BitIncrement(Symbol<TNumber> x) => throw Untraced();
    public static int ILogB(Symbol<TNumber> x) => throw Untraced();
    public static Symbol<TNumber> ScaleB(Symbol<TNumber> x, int n) => throw Untraced();

    // IFloatingPoint
    public int GetExponentByteCount() => throw Untraced();
    public int GetExponentShortestBitLength() => throw Untraced();
    public int GetSignificandBitLength() => throw Untraced();
    public int GetSignificandByteCount() => throw Untraced();
    public bool TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) => throw Untraced();
    public bool TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) => throw Untraced();
    public bool TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) => throw Untraced();
    public bool TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) => throw Untraced();

    // IFormattable
    public string ToString(string? format, IFormatProvider? formatProvider) => throw Untraced();

    // ILogarithmicFunctions
    public static Symbol<TNumber> Log(Symbol<TNumber> x, Symbol<TNumber> newBase) => throw Untraced();

    // INumberBase. The estimates, and what is made of them, are other numbers on other processors.
    public static Symbol<TNumber> Lerp(Symbol<TNumber> value1, Symbol<TNumber> value2, Symbol<TNumber> amount) => throw Untraced();
    public static Symbol<TNumber> MultiplyAddEstimate(Symbol<TNumber> left, Symbol<TNumber> right, Symbol<TNumber> addend) => throw Untraced();
    public static Symbol<TNumber> ReciprocalEstimate(Symbol<TNumber> x) => throw Untraced();
    public static Symbol<TNumber> ReciprocalSqrtEstimate(Symbol<TNumber> x) => throw Untraced();
    public static int Radix => throw Untraced();
    public static bool IsCanonical(Symbol<TNumber> value) => throw Untraced();
    public static bool IsComplexNumber(Symbol<TNumber> value) => throw Untraced();
    public static bool IsImaginaryNumber(Symbol<TNumber> value) => throw Untraced();
    public static bool IsNormal(Symbol<TNumber> value) => throw Untraced();
    public static bool IsSubnormal(Symbol<TNumber> value) => throw Untraced();
    public static Symbol<TNumber> Parse(string s, NumberStyles style, IFormatProvider? provider) => throw Untraced();
    public static Symbol<TNumber> Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) => throw Untraced();
    static bool INumberBase<Symbol<TNumber>>.TryConvertToChecked<TOther>(Symbol<TNumber> value, [MaybeNullWhen(false)] out TOther result) => throw UntracedConversion<TOther>();
    static bool INumberBase<Symbol<TNumber>>.TryConvertToSaturating<TOther>(Symbol<TNumber> value, [MaybeNullWhen(false)] out TOther result) => throw UntracedConversion<TOther>();
    static bool INumberBase<Symbol<TNumber>>.TryConvertToTruncating<TOther>(Symbol<TNumber> value, [MaybeNullWhen(false)] out TOther result) => throw UntracedConversion<TOther>();
    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out Symbol<TNumber> result) => throw Untraced();
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out Symbol<TNumber> result) => throw Untraced();

    // IParsable
    public static Symbol<TNumber> Parse(string s, IFormatProvider? provider) => throw Untraced();
    public static bool TryParse(string? s, IFormatProvider? provider, out Symbol<TNumber> result) => throw Untraced();

    // IRootFunctions
    public static Symbol<TNumber> RootN(Symbol<TNumber> x, int n) => throw Untraced();

    // IShiftOperators
    public static Symbol<TNumber> operator <<(Symbol<TNumber> value, int shiftAmount) => throw Untraced("<<");
    public static Symbol<TNumber> operator >>>(Symbol<TNumber> value, int shiftAmount) => throw Untraced(">>>");

    // ISpanFormattable
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => throw Untraced();

    // ISpanParsable
    public static Symbol<TNumber> Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => throw Untraced();
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Symbol<TNumber> result) => throw Untraced();

    // ITrigonometricFunctions
    public static (Symbol<TNumber>, Symbol<TNumber>) SinCos(Symbol<TNumber> x) => throw Untraced();
    public static (Symbol<TNumber>, Symbol<TNumber>) SinCosPi(Symbol<TNumber> x) => throw Untraced();

    // IUtf8SpanFormattable
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => throw Untraced();

    // IUtf8SpanParsable
    public static Symbol<TNumber> Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) => throw Untraced();
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out Symbol<TNumber> result) => throw Untraced();
}
