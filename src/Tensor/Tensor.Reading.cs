using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

public sealed partial class Tensor
{
    /// <summary>The one door to the host. A device that computes beside it tells here what it met in the data meanwhile: an index or a label out of
    /// range, with the name of the op as far as the device knows it.</summary>
    /// <exception cref="TensorException">An earlier op met an index or label that names nothing.</exception>
    internal static void Read<T>(in View<T> x, Span<T> elements)
        where T : unmanaged
    {
        try
        {
            x.Buffer.Device.Read(x, elements);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new TensorException(error.Message, error);
        }
    }
}
