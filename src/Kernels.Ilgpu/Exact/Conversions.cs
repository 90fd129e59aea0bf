namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Between number types, as .NET does: to the nearest float, towards zero for integers, which saturate; NaN becomes 0.</summary>
internal static class Conversions
{
    public static float ToSingle(float x) => x;

    public static double ToDouble(float x) => (double)x;

    public static int ToInt32(float x) => float.IsNaN(x) ? (int)0 : x <= int.MinValue ? int.MinValue : x >= int.MaxValue ? int.MaxValue : (int)x;

    public static uint ToUInt32(float x) => float.IsNaN(x) ? (uint)0 : x <= uint.MinValue ? uint.MinValue : x >= uint.MaxValue ? uint.MaxValue : (uint)x;

    public static byte ToByte(float x) => float.IsNaN(x) ? (byte)0 : x <= byte.MinValue ? byte.MinValue : x >= byte.MaxValue ? byte.MaxValue : (byte)x;

    public static float ToSingle(double x) => (float)x;

    public static double ToDouble(double x) => x;

    public static int ToInt32(double x) => double.IsNaN(x) ? (int)0 : x <= int.MinValue ? int.MinValue : x >= int.MaxValue ? int.MaxValue : (int)x;

    public static uint ToUInt32(double x) => double.IsNaN(x) ? (uint)0 : x <= uint.MinValue ? uint.MinValue : x >= uint.MaxValue ? uint.MaxValue : (uint)x;

    public static byte ToByte(double x) => double.IsNaN(x) ? (byte)0 : x <= byte.MinValue ? byte.MinValue : x >= byte.MaxValue ? byte.MaxValue : (byte)x;

    public static float ToSingle(int x) => (float)x;

    public static double ToDouble(int x) => (double)x;

    public static int ToInt32(int x) => x;

    public static uint ToUInt32(int x) => x < 0 ? 0 : (uint)x;

    public static byte ToByte(int x) => x < 0 ? (byte)0 : x > byte.MaxValue ? byte.MaxValue : (byte)x;

    public static float ToSingle(uint x) => (float)x;

    public static double ToDouble(uint x) => (double)x;

    public static int ToInt32(uint x) => x > int.MaxValue ? int.MaxValue : (int)x;

    public static uint ToUInt32(uint x) => x;

    public static byte ToByte(uint x) => x > byte.MaxValue ? byte.MaxValue : (byte)x;

    public static float ToSingle(byte x) => x;

    public static double ToDouble(byte x) => x;

    public static int ToInt32(byte x) => x;

    public static uint ToUInt32(byte x) => x;

    public static byte ToByte(byte x) => x;
}
