using System.Reflection;
using System.Text.RegularExpressions;

namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>The public methods of Tensor: which the corpus calls, and which have no twin in NumPy.</summary>
internal static class PublicSurface
{
    /// <summary>Those that NumPy has not, by the reason.</summary>
    internal static readonly Dictionary<string, string[]> WithoutTwin = new()
    {
        ["activations, and what SciPy has"] = ["Sigmoid", "Relu", "LeakyRelu", "Elu", "Gelu", "GeluTanh", "Silu", "HardTanh", "Softplus", "Erf", "SoftMax", "LogSoftMax"],
        ["layers of networks"] = ["Affine", "LayerNorm", "Standardise", "InverseDeviation", "CrossEntropy", "Convolve", "ConvolveTransposed", "ConvolveToWeights", "MaxPool", "ArgMaxPool", "AveragePool"],
        ["doors for ops of your own"] = ["Map", "Zip", "Compare", "MapRows", "FoldRows", "Factor", "Unpack", "ResultOf", "RequireFullRank"],
        ["sections as values, as rules of gradients want them"] = ["Take", "EmbedIn", "Stretch"],
        ["gradients and devices"] = ["Track", "StopGradient", "AsExample", "MoveTo"],
        ["in and out of .NET's numbers; see above"] = ["From", "Item", "ToArray", "ToString", "AllClose"],
    };

    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["op_Addition"] = @"\] \+ x\[",
        ["op_Subtraction"] = @"\] - x\[",
        ["op_Multiply"] = @"\] \* x\[",
        ["op_Division"] = @"\] / x\[",
        ["op_UnaryNegation"] = @"> -x\[",
        ["op_BitwiseAnd"] = @"\] & x\[",
        ["op_BitwiseOr"] = @"\] \| x\[",
        ["op_ExclusiveOr"] = @"\] \^ x\[",
        ["op_LogicalNot"] = @"> !x\[",
        ["Less"] = @"\] < ",
        ["LessOrEqual"] = @"\] <= ",
        ["Greater"] = @"\] > ",
        ["GreaterOrEqual"] = @"\] >= ",
        ["op_LessThan"] = @"\] < x\[",
        ["op_LessThanOrEqual"] = @"\] <= x\[",
        ["op_GreaterThan"] = @"\] > x\[",
        ["op_GreaterThanOrEqual"] = @"\] >= x\[",
    };

    internal static IEnumerable<string> Methods => typeof(Tensor)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.Name.StartsWith("get_", StringComparison.Ordinal))
        .Select(method => method.Name)
        .Distinct();

    /// <summary>Whether an operation of the corpus calls the method or operator.</summary>
    internal static bool IsAsked(string method) =>
        CorpusOps.ByName.Values.Any(op => Regex.IsMatch(op.Source, s_operators.GetValueOrDefault(method, $@"\.{method}\(")));
}
