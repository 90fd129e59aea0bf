using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>Arrays on a device, as the elementwise tests need them.</summary>
internal static class OnDevice
{
    /// <summary>Numbers in a fresh buffer, seen through a layout.</summary>
    internal static View<T> Place<T>(Device device, T[] memory, Layout layout)
        where T : unmanaged
    {
        Buffer buffer = device.Acquire(Math.Max(1, memory.Length) * 8L);
        device.Write<T>(memory, new View<T>(buffer, Layout.Contiguous([memory.Length])));
        return new View<T>(buffer, layout);
    }

    internal static T[] Map<TOp, T>(Device device, TOp op, T[] memory, Layout layout)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        View<T> x = Place(device, memory, layout), y = Fresh<T>(device, layout);
        device.Map(op, x, y);
        return Result(device, y, x.Buffer);
    }

    internal static T[] Zip<TOp, T>(Device device, TOp op, T[] left, Layout leftLayout, T[] right, Layout rightLayout)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        View<T> x = Place(device, left, leftLayout), y = Place(device, right, rightLayout), z = Fresh<T>(device, leftLayout);
        device.Zip(op, x, y, z);
        return Result(device, z, x.Buffer, y.Buffer);
    }

    private static View<T> Fresh<T>(Device device, Layout like)
        where T : unmanaged => new(device.Acquire(Math.Max(1, like.Count) * 8L), Layout.Contiguous(like.Sizes));

    private static T[] Result<T>(Device device, View<T> y, params Buffer[] inputs)
        where T : unmanaged
    {
        var result = new T[y.Layout.Count];
        device.Read<T>(y, result);
        device.Release(y.Buffer);
        foreach (Buffer buffer in inputs) device.Release(buffer);
        return result;
    }
}
