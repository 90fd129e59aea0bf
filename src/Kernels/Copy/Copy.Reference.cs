namespace DeepPuzzles.Kernels;

// y[i] = x[i], whatever the strides: one element after the other in row-major order.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Write<T>(ReadOnlySpan<T> source, in View<T> y)
    {
        for (int i = 0; i < source.Length; i++) At(y, i) = source[i];
    }

    /// <inheritdoc/>
    public override void Read<T>(in View<T> x, Span<T> destination)
    {
        for (int i = 0; i < destination.Length; i++) destination[i] = At(x, i);
    }

    /// <inheritdoc/>
    public override void Fill<T>(T value, in View<T> y)
    {
        for (int i = 0; i < y.Layout.Count; i++) At(y, i) = value;
    }

    /// <inheritdoc/>
    public override void Copy<T>(in View<T> x, in View<T> y)
    {
        for (int i = 0; i < y.Layout.Count; i++) At(y, i) = At(x, i);
    }

    /// <inheritdoc/>
    public override void Convert<TFrom, TTo>(in View<TFrom> x, in View<TTo> y)
    {
        for (int i = 0; i < y.Layout.Count; i++) At(y, i) = TTo.CreateSaturating(At(x, i));
    }
}
