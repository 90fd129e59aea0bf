using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

/// <summary>The shape of a tensor and where its elements lie in the buffer. Tensors of one form share it: a result of an elementwise op costs no
/// form of its own, and equal forms that come up again and again, as in every training step, are found here.</summary>
internal sealed class Form
{
    /// <summary>2^10 forms are remembered, more than a large network has. A newer one takes the place of an older one.</summary>
    private const int RememberedBits = 10;

    private static readonly Form?[] s_forms = new Form?[1 << RememberedBits];
    private static readonly Form[] s_ones = [.. Enumerable.Range(0, Layout.MaxRank + 1).Select(rank => Of(Enumerable.Repeat(1, rank).ToArray()))];

    private readonly Layout _layout;
    private readonly Shape _shape;
    private Form? _dense;

    private Form(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
    {
        _layout = new Layout(sizes, strides, offset);
        _shape = new Shape(sizes);
    }

    internal ref readonly Layout Layout => ref _layout;

    internal ref readonly Shape Shape => ref _shape;

    /// <summary>The form of the same shape in fresh memory: row-major order without gaps.</summary>
    internal Form Dense => _dense ??= Of(_shape);

    /// <summary>The form of one element in fresh memory, with that many axes.</summary>
    internal static Form One(int rank) => s_ones[rank];

    internal static Form Of(in Shape shape)
    {
        ReadOnlySpan<int> sizes = shape.Sizes;
        Span<int> strides = stackalloc int[Layout.MaxRank];
        int stride = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            if (shape.Elements > 0) stride *= sizes[axis];         // else no stride is ever walked, and the product of the others may not fit
        }
        return Of(sizes, strides[..sizes.Length], 0);
    }

    internal static Form Of(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
    {
        const uint Mix = 0x9E3779B1;        // 2^32 over the golden ratio, which scatters neighbouring numbers (Knuth, vol. 3, sec. 6.4)
        uint hash = (uint)offset;
        for (int axis = 0; axis < sizes.Length; axis++) hash = (hash + (uint)sizes[axis]) * Mix + (uint)strides[axis];
        // Threads may race for a place: each then has a form that is right, only not the same object.
        ref Form? place = ref s_forms[(hash * Mix) >> (32 - RememberedBits)];
        return place is { } known && known.Is(sizes, strides, offset) ? known : place = new Form(sizes, strides, offset);
    }

    private bool Is(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
    {
        ReadOnlySpan<int> ownSizes = _layout.Sizes, ownStrides = _layout.Strides;
        if (_layout.Offset != offset || ownSizes.Length != sizes.Length) return false;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (ownSizes[axis] != sizes[axis] || ownStrides[axis] != strides[axis]) return false;
        }
        return true;
    }
}
