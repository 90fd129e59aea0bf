namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>A kind of view.</summary>
internal enum ViewKind
{
    Swap,
    Slice,
    Index,
    Merge,
    Split,
    Unsqueeze,
    Repeat,
    Flatten,
}

/// <summary>One view of a chain. Its numbers are taken modulo what the shape allows, so that any numbers make a step, and smaller ones a simpler
/// step.</summary>
internal sealed record ViewStep(ViewKind Kind, int A, int B, int C, int D)
{
    private const int MostAxes = 7, MostElements = 3000;

    /// <summary>The step on a tensor and on a plain array, which must stay equal.</summary>
    internal (Tensor View, PlainArray Plain) On(Tensor x, PlainArray plain)
    {
        int[] sizes = plain.Sizes;
        int rank = sizes.Length, a = rank == 0 ? 0 : A % rank, b = rank == 0 ? 0 : B % rank;
        switch (Kind)
        {
            case ViewKind.Swap when rank > 0:
                return (x.Transpose(a, b - rank), plain.Pick(Swap(sizes), Swap));
            case ViewKind.Slice when rank > 0:
                int? start = B % 3 == 0 ? null : B % 11 - 5, stop = C % 3 == 0 ? null : C % 11 - 5;
                int step = (D % 2 == 0 ? 1 : -1) * (1 + D / 2 % 3);
                int[] taken = Taken(sizes[a], start, stop, step);
                var slices = new Slice[a + 1];
                Array.Fill(slices, Slice.All);
                slices[a] = Slice.Of(start, stop, step);
                return (x[slices], plain.Pick(With(sizes, a, taken.Length), index => With(index, a, taken[index[a]])));
            case ViewKind.Index when rank > 0 && sizes[a] > 0:
                int at = B % sizes[a];
                var picked = new Slice[a + 1];
                Array.Fill(picked, Slice.All);
                picked[a] = C % 2 == 0 ? at : at - sizes[a];
                return (x[picked], plain.Pick([.. sizes[..a], .. sizes[(a + 1)..]], index => [.. index[..a], at, .. index[a..]]));
            case ViewKind.Merge when rank > 1:
                a = A % (rank - 1);
                int[] merged = [.. sizes[..a], sizes[a] * sizes[a + 1], .. sizes[(a + 2)..]];
                return (x.Reshape(new Shape(merged)), plain with { Sizes = merged });
            case ViewKind.Split when rank > 0 && rank < MostAxes:
                int part = Enumerable.Range(2, 3).FirstOrDefault(each => sizes[a] % each == 0, 1);
                int[] split = [.. sizes[..a], part, sizes[a] / part, .. sizes[(a + 1)..]];
                return (x.Reshape(new Shape(split)), plain with { Sizes = split });
            case ViewKind.Unsqueeze when rank < MostAxes:
                int place = B % (rank + 1);
                return (x.Unsqueeze(C % 2 == 0 ? place : place - rank - 1), plain with { Sizes = [.. sizes[..place], 1, .. sizes[place..]] });
            case ViewKind.Repeat when rank < MostAxes && plain.Elements.Length < MostElements:
                int[] wider = [1 + C % 3, .. sizes.Select(size => size == 1 ? 1 + D % 3 : size)];
                return (x.Expand(new Shape(wider)), plain.Pick(wider, index => [.. index[1..].Select((i, axis) => sizes[axis] == 1 ? 0 : i)]));
            case ViewKind.Flatten:
                return (x.Flatten(), plain with { Sizes = [plain.Elements.Length] });
            default:
                return (x, plain);
        }

        int[] Swap(int[] numbers)
        {
            int[] swapped = [.. numbers];
            (swapped[a], swapped[b]) = (swapped[b], swapped[a]);
            return swapped;
        }
    }

    /// <summary>The indices that start:stop:step takes of an axis, by walking as the language reference of Python words it.</summary>
    internal static int[] Taken(int length, int? start, int? stop, int step)
    {
        int from = start is { } first ? Math.Clamp(first < 0 ? first + length : first, step > 0 ? 0 : -1, step > 0 ? length : length - 1) : step > 0 ? 0 : length - 1;
        var taken = new List<int>();
        for (int i = from; i >= 0 && i < length; i += step)
        {
            if (stop is { } end && (step > 0 ? i >= (end < 0 ? end + length : end) : i <= (end < 0 ? end + length : end))) break;
            taken.Add(i);
        }
        return [.. taken];
    }

    private static int[] With(int[] numbers, int axis, int number)
    {
        int[] changed = [.. numbers];
        changed[axis] = number;
        return changed;
    }
}
