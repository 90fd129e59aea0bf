namespace DeepPuzzles.Tensors;

// Elements by tensors of indices, as NumPy's x[i, :, j]. Several indexed axes count as one, whose places are computed; a gather along it does the rest.
public sealed partial class Tensor
{
    /// <summary>The elements at int32 indices along one axis or several at once, as NumPy's advanced indexing: with an index for each of axes 0 and
    /// 1, element (i, …) of the result is x[first[i], second[i], …]. Indices broadcast together; null takes an axis whole, as do axes not
    /// named; negative indices count from the end. The axes of the indices stand where the first indexed axis was, or come first when a
    /// whole axis lies between two indexed ones. Slices go before or after: <c>x[1..].At(rows)</c>.</summary>
    /// <param name="indices">For each axis an index or null.</param>
    /// <exception cref="TensorException">An index lies outside its axis, is not int32 or does not broadcast with the others; none was given.</exception>
    public Tensor At(params ReadOnlySpan<Tensor?> indices)
    {
        Places places = PlacesOf(indices, "at");
        return places.Merged(this).Rows(places.Flat, places.Axis).Reshape(places.Result);
    }

    /// <summary>This tensor with values added at indices, as <see cref="At"/> reads them; where indices meet, all are added. On zeros it is the
    /// adjoint of <see cref="At"/>.</summary>
    /// <param name="values">What is added; broadcasts to what <see cref="At"/> would give.</param>
    /// <param name="indices">For each axis an index or null.</param>
    /// <exception cref="TensorException">The values do not fit, the dtype is bool, or an index is wrong as in <see cref="At"/>.</exception>
    public Tensor IndexAdd(Tensor values, params ReadOnlySpan<Tensor?> indices)
    {
        Places places = PlacesOf(indices, "index-add");
        if (DType == DType.Bool) throw NotForBool("index-add");
        Tensor rows = places.Rows(Fitted("index-add", values, places.Result));
        Tensor column = places.Flat.Reshape(places.Column(places.Flat.Count)).Expand(rows.Shape);
        return this + places.Parted(rows.ScatterAdd(column, places.Axis, places.Count));
    }

    /// <summary>This tensor with other values at indices, as <see cref="At"/> reads them: what NumPy writes as <c>x[i, j] = values</c>. Where indices
    /// meet, the last value stays, and only it gets a gradient.</summary>
    /// <param name="values">What is put there; broadcasts to what <see cref="At"/> would give.</param>
    /// <param name="indices">For each axis an index or null.</param>
    /// <exception cref="TensorException">The values do not fit, or an index is wrong as in <see cref="At"/>.</exception>
    public Tensor Put(Tensor values, params ReadOnlySpan<Tensor?> indices)
    {
        Places places = PlacesOf(indices, "put");
        Tensor rows = places.Rows(Fitted("put", values, places.Result));
        if (rows.Count == 0) return this;
        // Turned round, so that a gather can do it: which of the values each place takes.
        var taken = new int[places.Count];
        var isTaken = new bool[places.Count];
        int[] flat = places.Flat.ToArray<int>();
        for (int i = 0; i < flat.Length; i++) (taken[flat[i]], isTaken[flat[i]]) = (i, true);
        Tensor mask = From(isTaken, places.Column(places.Count), Device);
        return places.Parted(Where(mask, rows.Rows(From(taken, [taken.Length], Device), places.Axis), places.Merged(this)));
    }

    /// <summary>The elements where a bool mask holds, in row-major order, shape [n]. A mask of fewer axes covers the first ones; the result is then
    /// [n, …] with the others.</summary>
    /// <exception cref="TensorException">The mask is not bool, or has not the sizes of the first axes.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        RequireMask("masked select", Given(mask));
        if (mask.Rank > Rank || !mask._layout.Sizes.SequenceEqual(_layout.Sizes[..mask.Rank]))
            throw new TensorException($"masked select: the mask {mask.Shape} must have the sizes of {Shape}, all or the first ones");
        Tensor positions = mask.Flatten().NonZero().Flatten();
        return Reshape(new Shape([mask.Count, .. _layout.Sizes[mask.Rank..]])).Rows(positions, 0);
    }

    /// <summary>This tensor with one value where a bool mask holds. The mask broadcasts.</summary>
    /// <exception cref="TensorException">The mask is not bool or does not broadcast to this tensor, or the dtype has no such value.</exception>
    public Tensor MaskedFill(Tensor mask, double value) => MaskedFill(mask, Constant("masked fill", value));

    /// <summary>This tensor with another's elements where a bool mask holds. Mask and values broadcast.</summary>
    /// <exception cref="TensorException">The mask is not bool, or does not broadcast to this tensor, nor do the values.</exception>
    public Tensor MaskedFill(Tensor mask, Tensor values)
    {
        RequireMask("masked fill", Given(mask));
        if (!Reaches(mask, Shape)) throw new TensorException($"masked fill: the mask {mask.Shape} does not broadcast to {Shape}");
        return Where(mask, Fitted("masked fill", values, Shape), this);
    }

    /// <summary>The positions of the elements that are not 0 (NaN is not 0), in row-major order: int32 [n, rank].</summary>
    public Tensor NonZero()
    {
        bool[] isThere = StopGradient().To(DType.Bool).ToArray<bool>();
        var positions = new int[(long)isThere.AsSpan().Count(true) * Rank];
        int row = 0;
        for (int i = 0; i < isThere.Length; i++)
        {
            if (!isThere[i]) continue;
            int rest = i;
            for (int axis = Rank - 1; axis >= 0; rest /= _layout.Sizes[axis--]) positions[row * Rank + axis] = rest % _layout.Sizes[axis];
            row++;
        }
        return From(positions, [isThere.AsSpan().Count(true), Rank], Device);
    }

    /// <summary>This tensor with another value in a section: what NumPy writes as <c>x[1:3, 0] = value</c> is here
    /// <c>x.With([1..3, 0], value)</c>, a new tensor.</summary>
    /// <param name="slices">The section, as the indexer takes it; <see cref="Slice.All"/> for a whole axis, since <c>..</c> in brackets would
    /// spread what follows.</param>
    /// <param name="value">Broadcasts to the section.</param>
    /// <exception cref="TensorException">A slice or the value does not fit.</exception>
    public Tensor With(ReadOnlySpan<Slice> slices, Tensor value)
    {
        (Section section, Shape kept) = SectionOf("with", slices);
        return Replace(section, Fitted("with", value, kept).Reshape(section.Shape));
    }

    /// <summary>This tensor with one number in a section.</summary>
    /// <param name="slices">The section, as the indexer takes it.</param>
    /// <param name="value">The number; one that the dtype holds.</param>
    /// <exception cref="TensorException">A slice does not fit, or the dtype has no such value.</exception>
    public Tensor With(ReadOnlySpan<Slice> slices, double value) => With(slices, Constant("with", value));

    private Tensor Replace(Section section, Tensor value) =>
        Where(Ones(section.Shape, DType.Bool, Device).EmbedIn(Shape, section), value.EmbedIn(Shape, section), this);

    private Tensor Fitted(string op, Tensor values, Shape shape)
    {
        RequireSame(op, this, values);
        return Reaches(values, shape) ? values.Expand(shape) : throw new TensorException($"{op}: values {values.Shape} do not broadcast to {shape}");
    }

    private static bool Reaches(Tensor x, Shape shape)
    {
        if (x.Rank > shape.Rank) return false;
        for (int back = 1; back <= x.Rank; back++)
        {
            if (x._layout.Sizes[^back] != 1 && x._layout.Sizes[^back] != shape.Sizes[^back]) return false;
        }
        return true;
    }

    private void RequireMask(string op, Tensor mask)
    {
        if (mask.DType != DType.Bool) throw new TensorException($"{op}: the mask {mask.Shape} is {mask.DType.Name()}, not bool; compare it with something first");
        RequireOneDevice(op, this, mask);
    }
}
