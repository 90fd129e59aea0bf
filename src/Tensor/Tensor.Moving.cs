using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// From one device to another.
public sealed partial class Tensor
{
    /// <summary>A copy on another device; the tensor itself if that device reads the same memory. Gradients flow back to where the tensor is. It waits until the
    /// elements can be read. A net is moved with its cells: <c>module.MoveTo(device)</c>.</summary>
    /// <param name="device">Where to.</param>
    public Tensor MoveTo(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.SharesMemoryWith(Device)) return this;
        Tensor y = Empty(Dense, DType, device);
        switch (DType)
        {
            case DType.Float32: WriteTo<float>(y); break;
            case DType.Float64: WriteTo<double>(y); break;
            case DType.Int32: WriteTo<int>(y); break;
            default: WriteTo<bool>(y); break;
        }
        return y.From(new Move(device), this);
    }

    private void WriteTo<T>(Tensor y)
        where T : unmanaged
    {
        var elements = new T[Count];
        Read(ReadView<T>(), elements);
        y.Device.Write<T>(elements, y.ReadView<T>());
    }
}
