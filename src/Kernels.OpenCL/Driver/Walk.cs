namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The structure <c>walk</c> of Prelude.cl: up to four operands of the same sizes, as flat as all their strides allow.</summary>
internal unsafe struct Walk
{
    private readonly int _count;
    private fixed int _sizes[Layout.MaxRank];
    private fixed int _strides[Loop.MaxOperands * Layout.MaxRank];

    private Walk(in Loop loop, int operands)
    {
        _count = loop.Rows * loop.Row;
        for (int axis = loop.Axes; axis < Layout.MaxRank; axis++) _sizes[axis] = 1;        // a kernel may walk several with as many axes as the deepest
        for (int axis = 0; axis < loop.Axes; axis++)
        {
            _sizes[axis] = loop.Size(axis);
            for (int operand = 0; operand < operands; operand++) _strides[operand * Layout.MaxRank + axis] = (int)loop.Stride(operand, axis);
        }
    }

    internal readonly int Count => _count;

    /// <param name="a">The first operand; the others have its sizes.</param>
    /// <param name="b">The second.</param>
    /// <param name="axes">So many axes <c>place</c> walks, at least one.</param>
    internal static Walk Over(in Layout a, in Layout b, out int axes) => Of(Loop.Over(a, b), 2, out axes);

    /// <inheritdoc cref="Over(in Layout, in Layout, out int)"/>
    internal static Walk Over(in Layout a, in Layout b, in Layout c, out int axes) => Of(Loop.Over(a, b, c), 3, out axes);

    /// <inheritdoc cref="Over(in Layout, in Layout, out int)"/>
    internal static Walk Over(in Layout a, in Layout b, in Layout c, in Layout d, out int axes) => Of(Loop.Over(a, b, c, d), Loop.MaxOperands, out axes);

    private static Walk Of(in Loop loop, int operands, out int axes)
    {
        axes = Math.Max(1, loop.Axes);
        return new Walk(loop, operands);
    }
}
