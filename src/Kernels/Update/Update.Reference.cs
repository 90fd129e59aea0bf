namespace DeepPuzzles.Kernels;

// (w, state) ← op(w, state, g): the scalar form, one weight after the other.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Update<TOp, T>(TOp op, in View<T> gradient, in View<T> weight, in View<T> first, in View<T> second)
    {
        Coefficients<T> c = op.Coefficients.To<T>();
        for (int i = 0; i < weight.Layout.Count; i++)
        {
            T a = TOp.States > 0 ? At(first, i) : T.Zero, b = TOp.States > 1 ? At(second, i) : T.Zero;
            Cell<T> cell = op.Apply(new Cell<T>(At(weight, i), a, b), At(gradient, i), c);
            At(weight, i) = cell.Weight;
            if (TOp.States > 0) At(first, i) = cell.First;
            if (TOp.States > 1) At(second, i) = cell.Second;
        }
    }
}
