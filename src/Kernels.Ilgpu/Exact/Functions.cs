namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Functions of .NET's number types as kernels compute them, by the same names: transcendental ones by the formulas of <see cref="VectorMath"/>.</summary>
internal static partial class Functions
{
    public static float Exp(float x) => VectorMath.Exp<OneSingle>(x);

    public static double Exp(double x) => VectorMath.Exp<OneDouble>(x);

    public static float Log(float x) => VectorMath.Log<OneSingle>(x);

    public static double Log(double x) => VectorMath.Log<OneDouble>(x);

    public static float Log2(float x) => VectorMath.Log2<OneSingle>(x);

    public static double Log2(double x) => VectorMath.Log2<OneDouble>(x);

    public static float Log10(float x) => VectorMath.Log10<OneSingle>(x);

    public static double Log10(double x) => VectorMath.Log10<OneDouble>(x);

    public static float Sin(float x) => VectorMath.Sin<OneSingle>(x);

    public static double Sin(double x) => VectorMath.Sin<OneDouble>(x);

    public static float Cos(float x) => VectorMath.Cos<OneSingle>(x);

    public static double Cos(double x) => VectorMath.Cos<OneDouble>(x);

    public static float Tan(float x) => VectorMath.Tan<OneSingle>(x);

    public static double Tan(double x) => VectorMath.Tan<OneDouble>(x);

    public static float Asin(float x) => VectorMath.Asin<OneSingle>(x);

    public static double Asin(double x) => VectorMath.Asin<OneDouble>(x);

    public static float Acos(float x) => VectorMath.Acos<OneSingle>(x);

    public static double Acos(double x) => VectorMath.Acos<OneDouble>(x);

    public static float Atan(float x) => VectorMath.Atan<OneSingle>(x);

    public static double Atan(double x) => VectorMath.Atan<OneDouble>(x);

    public static float Sinh(float x) => VectorMath.Sinh<OneSingle>(x);

    public static double Sinh(double x) => VectorMath.Sinh<OneDouble>(x);

    public static float Cosh(float x) => VectorMath.Cosh<OneSingle>(x);

    public static double Cosh(double x) => VectorMath.Cosh<OneDouble>(x);

    public static float Tanh(float x) => VectorMath.Tanh<OneSingle>(x);

    public static double Tanh(double x) => VectorMath.Tanh<OneDouble>(x);

    public static float FusedMultiplyAdd(float a, float b, float c) => Native.MultiplyAdd(a, b, c);

    public static double FusedMultiplyAdd(double a, double b, double c) => Native.MultiplyAdd(a, b, c);

    public static float Floor(float x) => Native.Floor(x);

    public static double Floor(double x) => Native.Floor(x);

    public static float Ceiling(float x) => Native.Ceiling(x);

    public static double Ceiling(double x) => Native.Ceiling(x);

    public static float Truncate(float x) => Native.Truncate(x);

    public static double Truncate(double x) => Native.Truncate(x);

    public static float Round(float x) => Native.Round(x);

    public static double Round(double x) => Native.Round(x);

    // NaN where either is; of equal numbers only zeros have other bits.
    public static float Max(float x, float y) => float.IsNaN(x) ? x : float.IsNaN(y) ? y : x > y ? x : x < y ? y : BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(x) & BitConverter.SingleToInt32Bits(y));

    public static float Min(float x, float y) => float.IsNaN(x) ? x : float.IsNaN(y) ? y : x < y ? x : x > y ? y : BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(x) | BitConverter.SingleToInt32Bits(y));

    public static float MaxNumber(float x, float y) => float.IsNaN(x) ? y : float.IsNaN(y) ? x : Max(x, y);

    public static float MinNumber(float x, float y) => float.IsNaN(x) ? y : float.IsNaN(y) ? x : Min(x, y);

    public static float CopySign(float x, float y) => BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(x) & int.MaxValue) | (BitConverter.SingleToInt32Bits(y) & int.MinValue));

    public static bool IsNegative(float x) => BitConverter.SingleToInt32Bits(x) < 0;

    // NaN where either is; of equal numbers only zeros have other bits.
    public static double Max(double x, double y) => double.IsNaN(x) ? x : double.IsNaN(y) ? y : x > y ? x : x < y ? y : BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) & BitConverter.DoubleToInt64Bits(y));

    public static double Min(double x, double y) => double.IsNaN(x) ? x : double.IsNaN(y) ? y : x < y ? x : x > y ? y : BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) | BitConverter.DoubleToInt64Bits(y));

    public static double MaxNumber(double x, double y) => double.IsNaN(x) ? y : double.IsNaN(y) ? x : Max(x, y);

    public static double MinNumber(double x, double y) => double.IsNaN(x) ? y : double.IsNaN(y) ? x : Min(x, y);

    public static double CopySign(double x, double y) => BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(x) & long.MaxValue) | (BitConverter.DoubleToInt64Bits(y) & long.MinValue));

    public static bool IsNegative(double x) => BitConverter.DoubleToInt64Bits(x) < 0;

    public static int CopySign(int x, int y) => (x ^ y) < 0 ? -x : x;

}
