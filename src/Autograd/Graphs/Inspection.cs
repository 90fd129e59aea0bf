using System.Runtime.CompilerServices;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Looking inside.</summary>
public static class Inspection
{
    /// <summary>All that a tensor was made of, to be printed as text, DOT or a page with a drawing. Of a gradient from
    /// <c>Backward(createGraph: true)</c> too. Reads every value once.</summary>
    /// <param name="y">Any tensor; the graph of a constant is one node.</param>
    /// <param name="name">What the compiler passes: the words by which the program calls y, for the heading of the page.</param>
    /// <example><code>
    /// Tensor x = Tensor.Scalar(2).Track("x"), y = Tensor.Scalar(1).Track("y");
    /// (x * y).Sin().Graph().WriteHtml("graph.html");
    /// </code></example>
    public static Graph Graph(this Tensor y, [CallerArgumentExpression(nameof(y))] string name = "") => new(y, name);
}
