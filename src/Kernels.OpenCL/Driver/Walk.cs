namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The structure <c>walk</c> of Prelude.cl: up to four operands of the same sizes, as flat as all their strides allow.</summary>
internal unsafe struct Walk
{
    private readonly int _count, _axes;
    private fixed int _sizes[Layout.MaxRank];
    private fixed int _strides[Loop.MaxOperands * Layout.MaxRank];

    private Walk(in Loop loop, int operands)
    {
        (_count, _axes) = (loop.Rows * loop.Row, loop.Axes);
        for (int axis = 0; axis < loop.Axes; axis++)
        {
            _sizes[axis] = loop.Size(axis);
            for (int operand = 0; operand < operands; operand++) _strides[operand * Layout.MaxRank + axis] = (int)loop.Stride(operand, axis);
        }
    }

    internal readonly int Count => _count;

    /// <param name="a">The first operand; the others have its sizes.</param>
    /// <param name="b">The second.</param>
    internal static Walk Over(in Layout a, in Layout b) => new(Loop.Over(a, b), 2);

    /// <inheritdoc cref="Over(in Layout, in Layout)"/>
    internal static Walk Over(in Layout a, in Layout b, in Layout c) => new(Loop.Over(a, b, c), 3);

    /// <inheritdoc cref="Over(in Layout, in Layout)"/>
    internal static Walk Over(in Layout a, in Layout b, in Layout c, in Layout d) => new(Loop.Over(a, b, c, d), Loop.MaxOperands);
}
