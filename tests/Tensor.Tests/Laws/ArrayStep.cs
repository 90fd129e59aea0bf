namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>A way to rearrange the elements of an array.</summary>
internal enum ArrayKind
{
    View,
    Flip,
    Roll,
    Repeat,
    Tile,
    MoveAxis,
    PadValue,
    PadMode,
    Diagonal,
    Triangle,
    Split,
    At,
    With,
}

/// <summary>One step of a chain: a view or a rearrangement. Its numbers are taken modulo what the shape allows.</summary>
internal sealed record ArrayStep(ArrayKind Kind, ViewStep View)
{
    private const int MostElements = 1000, MostAxes = 7;

    /// <summary>The step on a tensor and on a plain array, which must stay equal.</summary>
    internal (Tensor Tensor, PlainArray Plain) On(Tensor x, PlainArray plain)
    {
        int[] sizes = plain.Sizes;
        int rank = sizes.Length, a = rank == 0 ? 0 : View.A % rank, named = View.D % 2 == 0 || rank == 0 ? a : a - rank, size = rank == 0 ? 0 : sizes[a];
        bool isSmall = plain.Elements.Length < MostElements;
        switch (Kind)
        {
            case ArrayKind.View:
                return View.On(x, plain);
            case ArrayKind.Flip when rank > 0:
                return (x.Flip(named), plain.Pick(sizes, index => With(index, a, size - 1 - index[a])));
            case ArrayKind.Roll when rank > 0:
                int shift = View.B - 15;
                return (x.Roll(shift, named), plain.Pick(sizes, index => With(index, a, Modulo(index[a] - shift, size))));
            case ArrayKind.Repeat when rank > 0 && isSmall:
                int times = View.B % 4;
                return (x.Repeat(times, named), plain.Pick(With(sizes, a, size * times), index => With(index, a, index[a] / times)));
            case ArrayKind.Tile when rank > 0 && isSmall:
                int[] counts = [.. sizes.Select((_, axis) => axis == a ? 1 + View.B % 3 : axis == 0 ? 1 + View.C % 2 : 1)];
                return (x.Tile(counts), plain.Pick([.. sizes.Zip(counts, (own, count) => own * count)], index => [.. index.Select((i, axis) => i % sizes[axis])]));
            case ArrayKind.MoveAxis when rank > 0:
                int to = View.B % rank;
                List<int> order = [.. Enumerable.Range(0, rank).Where(axis => axis != a)];
                order.Insert(to, a);
                return (x.MoveAxis(named, to), plain.Pick([.. order.Select(axis => sizes[axis])], index => [.. Enumerable.Range(0, rank).Select(axis => index[order.IndexOf(axis)])]));
            case ArrayKind.PadValue when rank > 0 && isSmall:
                (int Before, int After)[] widths = Widths();
                int value = View.D % 3 - 1;
                return (x.Pad(widths, value), plain.Pick(Wider(widths), index => Inside(index, widths, sizes), value));
            case ArrayKind.PadMode when rank > 0 && isSmall && !sizes.Contains(0):
                widths = Widths();
                var mode = (PadMode)(View.D % 4);
                return (x.Pad(widths, mode), plain.Pick(Wider(widths), index => [.. index.Select((i, axis) => Walked(i - widths[axis].Before, sizes[axis], mode))]));
            case ArrayKind.Diagonal when rank > 1:
                int offset = View.B % 5 - 2;
                int length = Math.Max(0, Enumerable.Range(0, sizes[^2]).Count(row => row + offset >= 0 && row + offset < sizes[^1]));
                return (x.Diagonal(offset), plain.Pick([.. sizes[..^2], length], index => [.. index[..^1], index[^1] - Math.Min(offset, 0), index[^1] + Math.Max(offset, 0)]));
            case ArrayKind.Triangle when rank > 1:
                offset = View.B % 5 - 2;
                return View.C % 2 == 0
                    ? (x.UpperTriangle(offset), plain.Pick(sizes, index => index[^1] - index[^2] >= offset ? index : null, 0))
                    : (x.LowerTriangle(offset), plain.Pick(sizes, index => index[^1] - index[^2] <= offset ? index : null, 0));
            case ArrayKind.Split when rank > 0:
                int first = View.B % (size + 1), second = View.C % (size - first + 1);
                return (x.Split([first, second, size - first - second], named)[1], plain.Pick(With(sizes, a, second), index => With(index, a, index[a] + first)));
            case ArrayKind.At when rank > 0 && rank < MostAxes && size > 0:
                int[] places = [View.B % size, View.C % size, View.D % size, 0];
                var indices = new Tensor?[a + 1];
                indices[a] = Tensor.From([.. places.Select((place, i) => i % 2 == 0 ? place : place - size)], [2, 2]);
                return (x.At(indices), plain.Pick([.. sizes[..a], 2, 2, .. sizes[(a + 1)..]], index => [.. index[..a], places[index[a] * 2 + index[a + 1]], .. index[(a + 2)..]]));
            case ArrayKind.With when rank > 0 && size > 0:
                int at = View.B % size;
                var slices = new Slice[a + 1];
                Array.Fill(slices, Slice.All);
                slices[a] = at;
                return (x.With(slices, View.C), plain.Pick(sizes, index => index[a] == at ? null : index, View.C));
            default:
                return (x, plain);
        }

        (int Before, int After)[] Widths() => [.. sizes.Select((_, axis) => axis == a ? (View.B % 4, View.C % 6) : (View.C % 2, View.B % 2))];

        int[] Wider((int Before, int After)[] widths) => [.. sizes.Zip(widths, (own, width) => own + width.Before + width.After)];
    }

    // The index without the border, or null for the border.
    private static int[]? Inside(int[] index, (int Before, int After)[] widths, int[] sizes)
    {
        int[] inner = [.. index.Zip(widths, (i, width) => i - width.Before)];
        return inner.Zip(sizes, (i, size) => i >= 0 && i < size).All(inside => inside) ? inner : null;
    }

    // A walker on the axis who goes one place at a time and does at an end what the mode says.
    private static int Walked(int place, int size, PadMode mode)
    {
        int at = 0, direction = place < 0 ? -1 : 1;
        for (int step = 0; step < Math.Abs(place); step++)
        {
            int next = at + direction;
            if (next >= 0 && next < size) at = next;
            else if (mode == PadMode.Wrap) at = Modulo(next, size);
            else if (mode != PadMode.Edge)
            {
                direction = -direction;
                if (mode == PadMode.Reflect && size > 1) at += direction;
            }
        }
        return at;
    }

    private static int Modulo(int number, int size) => size == 0 ? 0 : ((number % size) + size) % size;

    private static int[] With(int[] numbers, int axis, int number)
    {
        int[] changed = [.. numbers];
        changed[axis] = number;
        return changed;
    }
}
