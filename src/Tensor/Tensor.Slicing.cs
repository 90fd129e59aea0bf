using System.Runtime.CompilerServices;

namespace DeepPuzzles.Tensors;

// A section of a tensor, which is a view, and a tensor in a section of another.
public sealed partial class Tensor
{
    /// <summary>A stretch of elements along each axis, as NumPy slices: <c>x[1..3]</c>, <c>x[.., ^1]</c>, <c>x[Slice.Every(2)]</c>. A whole number
    /// drops its axis; axes not named are taken whole. Two dots are one whole axis, NumPy's <c>:</c>; its <c>...</c>, as many as are left, is
    /// <see cref="Slice.Ellipsis"/>: <c>x[Slice.Ellipsis, 0]</c>. A view.</summary>
    /// <exception cref="TensorException">An index lies outside its axis, a step is 0, there are more slices than axes or two ellipses.</exception>
    [IndexerName("Sliced")]
    public Tensor this[params ReadOnlySpan<Slice> slices]
    {
        get
        {
            (Section section, Shape kept) = SectionOf("slice", slices);
            return Take(section).Reshape(kept);
        }
    }

    // The section that slices take, and its shape without the axes that a whole number drops.
    private (Section Section, Shape Kept) SectionOf(string op, ReadOnlySpan<Slice> slices)
    {
        // Slices before the ellipsis name the first axes, those after it the last.
        int before = slices.IndexOf(Slice.Ellipsis), named = before < 0 ? slices.Length : slices.Length - 1;
        if (before < 0) before = named;
        else if (slices[(before + 1)..].Contains(Slice.Ellipsis)) throw new TensorException($"{op}: more than one ellipsis for {Shape}; the other axes are named one by one, with Slice.All where they are whole");
        if (named > Rank) throw new TensorException($"{op}: {named} indices for {Shape}, which has {Rank} axes");
        int after = Rank - (named - before);
        Span<int> starts = stackalloc int[Rank], steps = stackalloc int[Rank], sizes = stackalloc int[Rank], kept = stackalloc int[Rank];
        int rank = 0;
        for (int axis = 0; axis < Rank; axis++)
        {
            Slice slice = axis < before ? slices[axis] : axis >= after ? slices[^(Rank - axis)] : Slice.All;
            (starts[axis], steps[axis], sizes[axis]) = slice.Resolve(op, Shape, axis);
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

    /// <summary>The section that is the whole of a shape but along one axis.</summary>
    public static Section Stretch(Shape shape, int axis, int start, int size)
    {
        axis = shape.AxisIndex(axis, "stretch");
        Span<int> starts = stackalloc int[shape.Rank], steps = stackalloc int[shape.Rank];
        starts.Clear();
        steps.Fill(1);
        starts[axis] = start;
        return new Section(new Offsets(starts), new Offsets(steps), shape.With(axis, size, "stretch"));
    }
}
