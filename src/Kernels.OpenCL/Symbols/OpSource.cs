using System.Collections.Immutable;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The functions of an op in OpenCL C.</summary>
/// <param name="Name">The op's name, for messages.</param>
/// <param name="Text">The functions; one and the same string for equal functions.</param>
/// <param name="Constants">The numbers of this op, in the order of the structure <c>constants</c>.</param>
internal sealed record OpSource(string Name, string Text, ImmutableArray<double> Constants)
{
    private static OpSource None => throw new NotImplementedException();
    internal static OpSource Unary<TOp, T>(TOp op) => None;
    internal static OpSource Binary<TOp, T>(TOp op) => None;
    internal static OpSource Comparison<TOp, T>(TOp op) => None;
    internal static OpSource Reduction<TOp, T>(TOp op) => None;
    internal static OpSource ArgReduction<TOp, T>(TOp op) => None;
    internal static OpSource Distribution<TOp, T>(TOp op) => None;
    internal static OpSource Update<TOp, T>(TOp op) => None;
    internal static OpSource RowMap<TOp, TFirst, T>(TOp op) => None;
    internal static OpSource RowFold<TOp, TFirst, T>(TOp op) => None;
}
