using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>An operand that a kernel reads in strips of a contiguous result, whatever its own strides: from where it lies if it is contiguous too, else
/// from a buffer, where a row that repeats has been written twice over, and anything else is brought side by side.</summary>
/// <param name="loop">The loops over the result and its operands.</param>
/// <param name="operand">Which of them this is.</param>
/// <param name="first">Its first element.</param>
/// <param name="isDense">Does it lie like the result?</param>
internal readonly unsafe struct Feed<T>(Loop loop, int operand, T* first, bool isDense)
    where T : unmanaged
{
    /// <summary>Elements of a strip: few enough for the first-level cache, many enough that a strip costs nothing.</summary>
    internal const int Strip = 256;

    /// <summary>Elements of a buffer: a strip, a row that is shorter than that, and a register of 512 bits beyond.</summary>
    internal const int Buffer = 2 * Strip + 64;

    private readonly bool _repeats = !isDense && loop.Row < Strip && loop.Repeats(operand);

    /// <summary>Readies a buffer for the strips to come.</summary>
    internal void Prepare(T* buffer)
    {
        if (!_repeats) return;
        nint stride = loop.Stride(operand);
        for (int i = 0, column = 0; i < Strip + loop.Row; i++)
        {
            buffer[i] = first[column * stride];
            if (++column == loop.Row) column = 0;
        }
    }

    /// <summary>The n elements from that place on.</summary>
    internal T* Next(int start, int n, T* buffer)
    {
        if (isDense) return first + start;
        (int row, int column) = Math.DivRem(start, loop.Row);
        if (_repeats) return buffer + column;
        nint stride = loop.Stride(operand);
        for (int done = 0; done < n; row++, column = 0)
        {
            int length = Math.Min(loop.Row - column, n - done);
            T* source = first + loop.Start(operand, row) + column * stride;
            if (stride == 0)
            {
                // What goes beyond the row is overwritten by the next, or lies in the margin.
                var value = new Vector<T>(*source);
                for (int i = 0; i < length; i += Vector<T>.Count) value.Store(buffer + done + i);
            }
            else if (stride == 1) new Span<T>(source, length).CopyTo(new Span<T>(buffer + done, length));
            else for (int i = 0; i < length; i++) buffer[done + i] = source[i * stride];
            done += length;
        }
        return buffer;
    }
}
