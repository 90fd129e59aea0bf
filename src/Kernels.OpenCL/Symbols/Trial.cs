using System.Globalization;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Tries a traced op before it is compiled: at a few points what was written down must give what the scalar form gives, to the last bit. A
/// scalar form that asks for the size of its numbers, say, is one thing on symbols and another on numbers.</summary>
internal static class Trial
{
    internal const string LengthRule = "it computes with the length of a row before that is a number of the element type; write T.CreateTruncating(count) first";

    private const string Rule = "a scalar form may depend on nothing but its arguments and the op's fields, by operations of T: "
        + "it asks which type T is by Number.Is<float, T>(), not by typeof or a size, and reads no static field";

    /// <exception cref="DeviceException">A function gives something else than its scalar form, or that makes an exception.</exception>
    internal static void Of(TracedOp op)
    {
        foreach (Function function in op.Functions)
        {
            foreach (object[] inputs in Points.For(function, op.Element, op.Record))
            {
                if (Scalar(op, function, inputs) is not { } expected) continue;
                object[] actual = new Interpreter(function.Graph, op.Constants, inputs).Run();
                if (!expected.AsSpan().SequenceEqual(actual, SameBits.Comparer)) throw Differs(op, function, inputs, expected, actual);
            }
        }
    }

    private static DeviceException Differs(TracedOp op, Function function, object[] inputs, object[] expected, object[] actual)
    {
        string where = $"{function.Name}({List(inputs)})", rule = function.Inputs.Contains("count") ? $"{Rule}; {LengthRule}" : Rule;
        return Trace.Refuse(op.Title, $"{where} is {List(expected)}, but {List(actual)} as it was traced; {rule}");
    }

    private static string List(object[] numbers) => string.Join(", ", numbers.Select(number => Convert.ToString(number, CultureInfo.InvariantCulture)));

    // What C# makes an ArithmeticException of, as a division of whole numbers by 0, is any number on a device.
    private static object[]? Scalar(TracedOp op, Function function, object[] inputs)
    {
        try
        {
            return function.Scalar(inputs);
        }
        catch (ArithmeticException)
        {
            return null;
        }
        catch (Exception error) when (error is not DeviceException)
        {
            string what = $"{error.GetType().Name}: {error.Message.Split('\n')[0].Trim()}";
            throw new DeviceException(Trace.Refuse(op.Title, $"{function.Name}({List(inputs)}) throws an exception ({what}); a device has none: give a number there, as T.NaN").Message, error);
        }
    }
}

/// <summary>Numbers are the same when their bits are; every NaN is one.</summary>
internal sealed class SameBits : IEqualityComparer<object>
{
    internal static readonly SameBits Comparer = new();

    bool IEqualityComparer<object>.Equals(object? x, object? y) => (x, y) switch
    {
        (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b)),
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b)),
        _ => Equals(x, y),
    };

    int IEqualityComparer<object>.GetHashCode(object x) => x.GetHashCode();
}
