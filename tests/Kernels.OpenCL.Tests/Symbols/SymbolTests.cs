using System.Globalization;

namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

/// <summary>The law of tracing: what is written down computes what the scalar form computes, to the last bit.</summary>
public sealed class SymbolTests
{
    public static TheoryData<string> Cases => [.. TracedCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_traced_formula_gives_what_the_scalar_form_gives(string name)
    {
        TracedCase each = TracedCase.All[name];
        TracedOp traced = each.Trace();
        foreach (Function function in traced.Functions) Assert.Null(Check.Difference(each, traced, function, function.Graph));
    }
}

/// <summary>Compares a graph with a scalar form.</summary>
internal static class Check
{
    /// <summary>The first inputs for which they differ, in words, or null.</summary>
    internal static string? Difference(TracedCase each, TracedOp traced, Function function, Graph graph)
    {
        int compared = 0;
        foreach (object[] inputs in Inputs.For(function, traced.Element, each.Record))
        {
            if (Scalar(each, function, inputs) is not { } expected) continue;
            compared++;
            object[] actual = new Interpreter(graph, traced.Constants, inputs).Run();
            if (!expected.SequenceEqual(actual, SameBits.Comparer))
                return string.Create(CultureInfo.InvariantCulture, $"{each}, {function.Name}({string.Join(", ", inputs)}): the scalar form gives {string.Join(", ", expected)}, the graph {string.Join(", ", actual)}");
        }
        return compared > 0 ? null : $"{each}, {function.Name}: nothing to compare";
    }

    // Division of int32 by 0, what does not fit after it, and the sign of NaN throw in C#; other devices have no exceptions.
    private static object[]? Scalar(TracedCase each, Function function, object[] inputs)
    {
        try
        {
            return each.Scalar(function.Name, inputs);
        }
        catch (ArithmeticException) when (inputs.Any(input => input is int or float.NaN or double.NaN))
        {
            return null;
        }
    }
}
