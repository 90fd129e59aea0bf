using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Factorisations and solutions of systems take steps that depend on the numbers, one after the other: for every accelerator the processor does
/// them, in a copy. They wait.</summary>
internal static class HostAlgebra
{
    /// <inheritdoc cref="Device.Factor"/>
    internal static void Factor<TOp, T>(Device device, TOp op, in View<T> a, in View<T> y)
        where TOp : struct, IFactorisation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CpuDevice host = CpuDevice.Default;
        View<T> there = Empty<T>(host, a.Layout), result = default;
        try
        {
            result = Empty<T>(host, y.Layout);
            device.Read(a, Numbers(there));
            host.Factor(op, there, result);
            device.Write<T>(Numbers(result), y);
        }
        finally
        {
            Return(host, there, result);
        }
    }

    /// <inheritdoc cref="Device.Solve"/>
    internal static void Solve<TOp, T>(Device device, TOp op, in View<T> a, in View<T> b, in View<T> x)
        where TOp : struct, ISolver
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CpuDevice host = CpuDevice.Default;
        View<T> left = Empty<T>(host, a.Layout), right = default, result = default;
        try
        {
            right = Empty<T>(host, b.Layout);
            result = Empty<T>(host, x.Layout);
            device.Read(a, Numbers(left));
            device.Read(b, Numbers(right));
            host.Solve(op, left, right, result);
            device.Write<T>(Numbers(result), x);
        }
        finally
        {
            Return(host, left, right, result);
        }
    }

    private static unsafe View<T> Empty<T>(CpuDevice host, in Layout like)
        where T : unmanaged => new(host.Acquire((long)like.Count * sizeof(T)), Layout.Contiguous(like.Sizes));

    // Of those that there was memory for.
    private static void Return<T>(CpuDevice host, params ReadOnlySpan<View<T>> views)
        where T : unmanaged
    {
        foreach (View<T> view in views)
        {
            if (view.Buffer is { } buffer) host.Release(buffer);
        }
    }

    private static unsafe Span<T> Numbers<T>(in View<T> dense)
        where T : unmanaged => new(CpuDevice.PointerTo(dense), dense.Layout.Count);
}
