namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Operations whose meaning in C# no operator or function of OpenCL C has. Whole numbers wrap around, which in C they do only without a sign.
/// No division of whole numbers is ever one that a processor may trap
/// at: by 0 it gives 0, and by -1 the opposite, which wraps.</summary>
internal static class Definitions
{
    /// <summary>The name of an operation that is defined here, or null.</summary>
    internal static string? NameOf(Operator name, TypeCode type) => (name, type) switch
    {
        (Operator.Minimum, TypeCode.Single or TypeCode.Double) => "minimum",
        (Operator.Maximum, TypeCode.Single or TypeCode.Double) => "maximum",
        (Operator.MinimumNumber, TypeCode.Single or TypeCode.Double) => "minimum_number",
        (Operator.MaximumNumber, TypeCode.Single or TypeCode.Double) => "maximum_number",
        (Operator.Add, TypeCode.Int32) => "sum",
        (Operator.Subtract, TypeCode.Int32) => "difference",
        (Operator.Multiply, TypeCode.Int32) => "product",
        (Operator.Negate, TypeCode.Int32) => "opposite",
        (Operator.Divide, TypeCode.Int32) => "quotient",
        (Operator.Modulo, TypeCode.Int32) => "remainder_of",
        (Operator.CopySign, TypeCode.Int32) => "with_sign",
        _ => null,
    };

    /// <summary>What it returns, of operands x and y.</summary>
    internal static string Body(Operator name) => name switch
    {
        Operator.Minimum => "x < y || isnan(x) ? x : x == y && signbit(x) ? x : y",
        Operator.Maximum => "x > y || isnan(x) ? x : x == y && !signbit(x) ? x : y",
        Operator.MinimumNumber => "x < y || isnan(y) ? x : x == y && signbit(x) ? x : y",
        Operator.MaximumNumber => "x > y || isnan(y) ? x : x == y && !signbit(x) ? x : y",
        Operator.Add => "as_int(as_uint(x) + as_uint(y))",
        Operator.Subtract => "as_int(as_uint(x) - as_uint(y))",
        Operator.Multiply => "as_int(as_uint(x) * as_uint(y))",
        Operator.Negate => "as_int(0u - as_uint(x))",
        Operator.Divide => "y == 0 ? 0 : y == -1 ? as_int(0u - as_uint(x)) : x / y",
        Operator.Modulo => "y == 0 || y == -1 ? 0 : x % y",
        Operator.CopySign => "(x < 0) == (y < 0) ? x : as_int(0u - as_uint(x))",
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
