namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Operations whose meaning in C# no operator or function of OpenCL C has. No division of whole numbers is ever one that a processor may trap
/// at: by 0 it gives 0, and by -1 the opposite, which wraps.</summary>
internal static class Definitions
{
    /// <summary>The name of an operation that is defined here, or null.</summary>
    internal static string? NameOf(Operator name, TypeCode type) => (name, type is TypeCode.Single or TypeCode.Double) switch
    {
        (Operator.Minimum, true) => "minimum",
        (Operator.Maximum, true) => "maximum",
        (Operator.MinimumNumber, true) => "minimum_number",
        (Operator.MaximumNumber, true) => "maximum_number",
        (Operator.Divide, false) => "quotient",
        (Operator.Modulo, false) => "remainder_of",
        (Operator.CopySign, false) => "with_sign",
        _ => null,
    };

    /// <summary>What it returns, of operands x and y.</summary>
    internal static string Body(Operator name) => name switch
    {
        Operator.Minimum => "x < y || isnan(x) ? x : x == y && signbit(x) ? x : y",
        Operator.Maximum => "x > y || isnan(x) ? x : x == y && !signbit(x) ? x : y",
        Operator.MinimumNumber => "x < y || isnan(y) ? x : x == y && signbit(x) ? x : y",
        Operator.MaximumNumber => "x > y || isnan(y) ? x : x == y && !signbit(x) ? x : y",
        Operator.Divide => "y == 0 ? 0 : y == -1 ? as_int(0u - as_uint(x)) : x / y",
        Operator.Modulo => "y == 0 || y == -1 ? 0 : x % y",
        Operator.CopySign => "(x < 0) == (y < 0) ? x : as_int(0u - as_uint(x))",
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
