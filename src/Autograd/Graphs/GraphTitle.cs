using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The heading of a page: the name of the tensor in the program, and what it is. The last op alone would call a mean a scale.</summary>
internal static class GraphTitle
{
    /// <summary>For a tensor that the program calls by that expression.</summary>
    internal static string Of(Tensor y, string output, string expression)
    {
        string what = IsMean(y.Origin) ? "mean" : output, name = expression[(expression.LastIndexOf('.') + 1)..];
        return name.Length == 0 || name == what || !name.All(letter => char.IsLetterOrDigit(letter) || letter == '_') ? $"How {what} came about" : $"How {name} came about: {what}";
    }

    // A sum, with or without the axes that are gone, over the number of its terms.
    private static bool IsMean(Origin? origin)
    {
        if (origin is not Origin<Scale> scale) return false;
        Tensor sum = scale.Input(0);
        double count = sum.Count;
        while (sum.Origin is Origin<Reshape> reshape) sum = reshape.Input(0);
        return sum.Origin is Origin<Sum> of && scale.Op.Factor == count / of.Input(0).Count;
    }
}
