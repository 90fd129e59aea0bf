using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>The nest of loops over up to four operands of the same sizes, made as flat as their strides allow: axes of size 1 vanish, and
/// neighbours that every operand walks without a gap become one. The last axis is the row that a kernel runs over; the others are counted
/// as rows.</summary>
internal struct Loop
{
    internal const int MaxOperands = 4;

    private Grid _strides;
    private Line _sizes;
    private int _axes;
    private readonly int _operands;

    private Loop(int operands) => _operands = operands;

    /// <summary>The number of axes, the row's being the last; 0 for a single element.</summary>
    internal readonly int Axes => _axes;

    /// <summary>The number of rows.</summary>
    internal int Rows { get; private set; }

    /// <summary>The number of elements in a row.</summary>
    internal int Row { get; private set; }

    internal static Loop Over(in Layout a, in Layout b) => Over(a, b, b, b, 2);

    internal static Loop Over(in Layout a, in Layout b, in Layout c) => Over(a, b, c, c, 3);

    internal static Loop Over(in Layout a, in Layout b, in Layout c, in Layout d) => Over(a, b, c, d, 4);

    private static Loop Over(in Layout a, in Layout b, in Layout c, in Layout d, int operands)
    {
        var loop = new Loop(operands);
        if (a.IsContiguous && b.IsContiguous && c.IsContiguous && d.IsContiguous)
        {
            loop._axes = 1;
            loop._sizes[0] = loop.Row = a.Count;
            for (int operand = 0; operand < MaxOperands; operand++) loop._strides[operand] = 1;
            loop.Rows = a.Count == 0 ? 0 : 1;
            return loop;
        }
        Span<int> strides = stackalloc int[MaxOperands];
        for (int axis = 0; axis < a.Rank; axis++)
        {
            int size = a.Sizes[axis];
            if (size == 1) continue;
            strides[0] = a.Strides[axis];
            strides[1] = b.Strides[axis];
            strides[2] = c.Strides[axis];
            strides[3] = d.Strides[axis];
            loop.Push(size, strides);
        }
        loop.Row = loop._axes == 0 ? 1 : loop._sizes[loop._axes - 1];
        loop.Rows = 1;
        for (int axis = 0; axis < loop._axes - 1; axis++) loop.Rows *= loop._sizes[axis];
        if (a.Count == 0) loop.Rows = 0;
        return loop;
    }

    private void Push(int size, ReadOnlySpan<int> strides)
    {
        bool merges = _axes > 0;
        for (int operand = 0; merges && operand < _operands; operand++)
            merges = _strides[(_axes - 1) * MaxOperands + operand] == (long)strides[operand] * size;
        if (merges) _sizes[_axes - 1] *= size;
        else _sizes[_axes++] = size;
        for (int operand = 0; operand < _operands; operand++) _strides[(_axes - 1) * MaxOperands + operand] = strides[operand];
    }

    /// <summary>The stride of an operand along the row.</summary>
    internal readonly nint Stride(int operand) => _axes == 0 ? 1 : _strides[(_axes - 1) * MaxOperands + operand];

    /// <summary>From row to row for an operand whose rows one axis counts, forwards; else -1.</summary>
    internal readonly nint RowStep(int operand) => _axes == 2 ? _strides[operand] : -1;

    /// <summary>Does an operand go through the same elements in every row?</summary>
    internal readonly bool Repeats(int operand)
    {
        for (int axis = 0; axis < _axes - 1; axis++)
        {
            if (_strides[axis * MaxOperands + operand] != 0) return false;
        }
        return true;
    }

    /// <summary>The axis along which an operand steps from neighbour to neighbour while its rows have gaps, or -1.</summary>
    internal readonly int Turned(int operand)
    {
        if (Stride(operand) is 0 or 1) return -1;
        for (int axis = _axes - 2; axis >= 0; axis--)
        {
            if (_strides[axis * MaxOperands + operand] == 1) return axis;
        }
        return -1;
    }

    /// <summary>The number of elements along an axis, the row being the last.</summary>
    internal readonly int Size(int axis) => _sizes[axis];

    /// <summary>The stride of an operand along an axis.</summary>
    internal readonly nint Stride(int operand, int axis) => _strides[axis * MaxOperands + operand];

    /// <summary>The same loops without one of the axes that count rows.</summary>
    internal readonly Loop Without(int axis)
    {
        var loop = this;
        loop.Rows = Rows / _sizes[axis];
        loop._axes--;
        for (; axis < loop._axes; axis++)
        {
            loop._sizes[axis] = _sizes[axis + 1];
            for (int operand = 0; operand < MaxOperands; operand++) loop._strides[axis * MaxOperands + operand] = _strides[(axis + 1) * MaxOperands + operand];
        }
        return loop;
    }

    /// <summary>Where a row begins for an operand, in elements from its first.</summary>
    internal readonly nint Start(int operand, int row)
    {
        nint start = 0;
        for (int axis = _axes - 2; axis >= 0; axis--)
        {
            (row, int index) = int.DivRem(row, _sizes[axis]);
            start += (nint)index * _strides[axis * MaxOperands + operand];
        }
        return start;
    }

    [InlineArray(Layout.MaxRank)]
    private struct Line
    {
        private int _first;
    }

    [InlineArray(Layout.MaxRank * MaxOperands)]
    private struct Grid
    {
        private int _first;
    }
}
