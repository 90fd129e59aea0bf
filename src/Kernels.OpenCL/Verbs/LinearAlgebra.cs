namespace DeepPuzzles.Kernels.OpenCL;

// Factorisations and solutions of systems take steps that depend on the numbers, one after the other: the processor does them, in a copy. They wait.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void Factor<TOp, T>(TOp op, in View<T> a, in View<T> y)
    {
        CpuDevice host = CpuDevice.Default;
        View<T> there = Empty<T>(host, a.Layout), result = Empty<T>(host, y.Layout);
        try
        {
            ToHost(a, there);
            host.Factor(op, there, result);
            FromHost(result, y);
        }
        finally
        {
            host.Release(there.Buffer, result.Buffer);
        }
    }

    /// <inheritdoc/>
    public override void Solve<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> x)
    {
        CpuDevice host = CpuDevice.Default;
        View<T> left = Empty<T>(host, a.Layout), right = Empty<T>(host, b.Layout), result = Empty<T>(host, x.Layout);
        try
        {
            ToHost(a, left);
            ToHost(b, right);
            host.Solve(op, left, right, result);
            FromHost(result, x);
        }
        finally
        {
            host.Release(left.Buffer, right.Buffer, result.Buffer);
        }
    }

    private static unsafe View<T> Empty<T>(CpuDevice host, in Layout like)
        where T : unmanaged => new(host.Acquire((long)like.Count * sizeof(T)), Layout.Contiguous(like.Sizes));

    private void ToHost<T>(in View<T> x, in View<T> copy)
        where T : unmanaged => Read(x, Numbers(copy));

    private void FromHost<T>(in View<T> copy, in View<T> y)
        where T : unmanaged => Write<T>(Numbers(copy), y);

    private static unsafe Span<T> Numbers<T>(in View<T> dense)
        where T : unmanaged => new(CpuDevice.PointerTo(dense), dense.Layout.Count);
}
