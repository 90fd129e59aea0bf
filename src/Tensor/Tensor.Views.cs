using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Views and the ops that move elements. A view shares memory with its source; nothing is copied unless the strides leave no choice.
public sealed partial class Tensor
{
    /// <summary>Repeats axes of size 1, and new leading axes, up to a shape. A view: nothing is copied.</summary>
    /// <exception cref="TensorException">An axis is neither 1 nor already of that size.</exception>
    public Tensor Expand(Shape shape)
    {
        if (HasShape(shape)) return this;
        int extra = shape.Rank - Rank;
        if (extra < 0) throw new TensorException($"expand: {Shape} does not broadcast to {shape}, which has fewer axes");
        Span<int> strides = stackalloc int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            int own = axis < extra ? 1 : _layout.Sizes[axis - extra];
            if (own != shape.Sizes[axis] && own != 1)
                throw new TensorException($"expand: {Shape} does not broadcast to {shape}: axis {axis - shape.Rank} is {own}, not 1 or {shape.Sizes[axis]}");
            strides[axis] = own == 1 ? 0 : _layout.Strides[axis - extra];
        }
        return View(shape.Sizes, strides, _layout.Offset).From(new Expand(shape), this);
    }

    /// <summary>The same elements in row-major order under another shape; one size may be -1 and follows from the others. A view where the
    /// strides allow, else a copy.</summary>
    [OverloadResolutionPriority(1)]
    public Tensor Reshape(params ReadOnlySpan<int> sizes)
    {
        Span<int> wanted = stackalloc int[sizes.Length];
        sizes.CopyTo(wanted);
        int free = wanted.IndexOf(-1);
        if (free >= 0)
        {
            wanted[free] = 1;
            int rest = new Shape(wanted).Elements;
            if (rest == 0 || Count % rest != 0) throw new TensorException($"reshape: {Shape} has {Count} elements, which [{string.Join(", ", sizes.ToArray())}] cannot hold");
            wanted[free] = Count / rest;
        }
        return Reshape(new Shape(wanted));
    }

    /// <summary>The same elements in row-major order under another shape.</summary>
    public Tensor Reshape(Shape shape)
    {
        if (HasShape(shape)) return this;
        if (shape.Elements != Count) throw new TensorException($"reshape: {Shape} has {Count} elements, {shape} has {shape.Elements}");
        Span<int> strides = stackalloc int[shape.Rank];
        if (!TryReshape(shape.Sizes, strides)) return Copy().Reshape(shape);
        return View(shape.Sizes, strides, _layout.Offset).From(new Reshape(shape), this);
    }

    // Walks both shapes from the last axis: each run of old axes that covers a run of new ones must itself be free of gaps.
    private bool TryReshape(ReadOnlySpan<int> sizes, Span<int> strides)
    {
        strides.Clear();
        if (Count == 0) return true;
        int old = Rank - 1;
        int axis = sizes.Length - 1;
        while (axis >= 0)
        {
            while (old >= 0 && _layout.Sizes[old] == 1) old--;
            if (old < 0)
            {
                axis--;
                continue;
            }
            int stride = _layout.Strides[old];
            long covered = _layout.Sizes[old];
            long placed = 1;
            while (axis >= 0 && (placed < covered || sizes[axis] == 1))
            {
                strides[axis] = (int)(stride * placed);
                placed *= sizes[axis--];
                while (placed > covered)
                {
                    if (--old < 0) return false;
                    if (_layout.Sizes[old] == 1) continue;
                    if (_layout.Strides[old] != stride * covered) return false;
                    covered *= _layout.Sizes[old];
                }
            }
            if (placed != covered) return false;
            old--;
        }
        return true;
    }

    /// <summary>All elements in one row.</summary>
    public Tensor Flatten() => Reshape([Count]);

    /// <summary>The axes in another order: axis i of the result is axis axes[i] of this one. A view.</summary>
    public Tensor Permute(params ReadOnlySpan<int> axes)
    {
        if (axes.Length != Rank) throw new TensorException($"permute: {Shape} has {Rank} axes, {axes.Length} were named");
        Span<int> sizes = stackalloc int[Rank], strides = stackalloc int[Rank], order = stackalloc int[Rank];
        int seen = 0;
        for (int i = 0; i < Rank; i++)
        {
            order[i] = Shape.AxisIndex(axes[i], "permute");
            seen |= 1 << order[i];
            sizes[i] = _layout.Sizes[order[i]];
            strides[i] = _layout.Strides[order[i]];
        }
        if (seen != (1 << Rank) - 1) throw new TensorException($"permute: [{string.Join(", ", axes.ToArray())}] names an axis of {Shape} twice");
        return View(sizes, strides, _layout.Offset).From(new Permute(new Shape(order)), this);
    }

    /// <summary>Two axes change places, the last two by default: the transpose of a matrix. A view.</summary>
    public Tensor Transpose(int first = -2, int second = -1)
    {
        Span<int> axes = stackalloc int[Rank];
        for (int axis = 0; axis < Rank; axis++) axes[axis] = axis;
        (first, second) = (Shape.AxisIndex(first, "transpose"), Shape.AxisIndex(second, "transpose"));
        (axes[first], axes[second]) = (axes[second], axes[first]);
        return Permute(axes);
    }

    /// <summary>The same elements in fresh memory without gaps.</summary>
    public Tensor Copy()
    {
        Tensor y = Empty(Dense, DType, Device);
        CopyInto(y);
        return y.From(default(Copy), this);
    }

    internal void CopyInto(Tensor y)
    {
        switch (DType)
        {
            case DType.Float32: CopyInto<float>(y); break;
            case DType.Float64: CopyInto<double>(y); break;
            case DType.Int32: CopyInto<int>(y); break;
            default: CopyInto<bool>(y); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CopyInto<T>(Tensor y)
        where T : unmanaged
    {
        RequireValid();
        var from = new View<T>(Buffer, _layout);
        var to = new View<T>(y.Buffer, y._layout);
        Device.Copy(from, to);
    }

    /// <summary>A stretch of elements along each axis, as NumPy slices: <c>x[1..3]</c>, <c>x[.., ^1]</c>, <c>x[Slice.Every(2)]</c>. A whole number
    /// drops its axis; axes not named are taken whole. A view.</summary>
    [IndexerName("Sliced")]
    public Tensor this[params ReadOnlySpan<Slice> slices]
    {
        get
        {
            (Section section, Shape kept) = SectionOf(slices);
            return Take(section).Reshape(kept);
        }
    }

    // The section that slices take, and its shape without the axes that a whole number drops.
    private (Section Section, Shape Kept) SectionOf(ReadOnlySpan<Slice> slices)
    {
        if (slices.Length > Rank) throw new TensorException($"slice: {slices.Length} indices for {Shape}, which has {Rank} axes");
        Span<int> starts = stackalloc int[Rank], steps = stackalloc int[Rank], sizes = stackalloc int[Rank], kept = stackalloc int[Rank];
        int rank = 0;
        for (int axis = 0; axis < Rank; axis++)
        {
            Slice slice = axis < slices.Length ? slices[axis] : Slice.All;
            (starts[axis], steps[axis], sizes[axis]) = slice.Resolve(Shape, axis);
            if (!slice.IsIndex) kept[rank++] = sizes[axis];
        }
        return (new Section(new Offsets(starts), new Offsets(steps), new Shape(sizes)), new Shape(kept[..rank]));
    }

    /// <summary>A section of this tensor. A view.</summary>
    /// <exception cref="TensorException">The section reaches outside this tensor, or a step of 0 would take an element twice.</exception>
    public Tensor Take(Section section)
    {
        section.RequireInside(Shape);
        int offset = _layout.Offset;
        Span<int> strides = stackalloc int[Rank];
        for (int axis = 0; axis < Rank; axis++)
        {
            if (section.Shape.Sizes[axis] > 0) offset += section.Start.Span[axis] * _layout.Strides[axis];
            strides[axis] = section.Step.Span[axis] * _layout.Strides[axis];
        }
        return View(section.Shape.Sizes, strides, offset).From(section, this);
    }

    /// <summary>Zeros of a shape with this tensor in a section of it: the adjoint of <see cref="Take"/>.</summary>
    /// <exception cref="TensorException">This tensor has not the section's shape, or the section reaches outside.</exception>
    public Tensor EmbedIn(Shape shape, Section section)
    {
        if (section.Shape != Shape) throw new TensorException($"embed: {Shape} does not fill a section {section.Shape}; they must be the same");
        Tensor y = Zeros(shape, DType, Device);
        CopyInto(y.Take(section));
        return y.From(new Embed(section, shape), this);
    }

    /// <summary>A new axis of size 1 before that axis; -1 puts it last.</summary>
    public Tensor Unsqueeze(int axis)
    {
        if (axis < 0) axis += Rank + 1;
        if (axis < 0 || axis > Rank) throw new TensorException($"unsqueeze: {Shape} takes a new axis from 0 to {Rank}, not {axis}");
        Span<int> sizes = stackalloc int[Rank + 1];
        _layout.Sizes[..axis].CopyTo(sizes);
        sizes[axis] = 1;
        _layout.Sizes[axis..].CopyTo(sizes[(axis + 1)..]);
        return Reshape(new Shape(sizes));
    }

    /// <summary>Without one axis of size 1.</summary>
    public Tensor Squeeze(int axis)
    {
        axis = Shape.AxisIndex(axis, "squeeze");
        return _layout.Sizes[axis] == 1 ? Reshape(Shape.Without(axis)) : throw new TensorException($"squeeze: axis {axis} of {Shape} is {_layout.Sizes[axis]}, not 1");
    }

    /// <summary>The section that is the whole of a shape but along one axis.</summary>
    public static Section Stretch(Shape shape, int axis, int start, int size)
    {
        Span<int> starts = stackalloc int[shape.Rank], steps = stackalloc int[shape.Rank];
        starts.Clear();
        steps.Fill(1);
        starts[axis] = start;
        return new Section(new Offsets(starts), new Offsets(steps), shape.With(axis, size));
    }
}
