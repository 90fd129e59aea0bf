using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// An op of one's own as the device computes it, to be read. No device is needed.
public sealed partial class OpenClDevice
{
    /// <summary>The C that <see cref="Map"/> runs for an op: what is traced from its scalar form, without the kernel around it. T is the element type, and
    /// <c>c.k</c> holds the numbers that depend on the op's fields.</summary>
    /// <exception cref="DeviceException">The op cannot be put into OpenCL C; the message says why.</exception>
    public static string SourceOfMap<TOp, T>(TOp op)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OpSource.Unary<TOp, T>(op).Text;

    /// <summary>The C that <see cref="Zip"/> runs for an op, as <see cref="SourceOfMap"/>.</summary>
    /// <exception cref="DeviceException">The op cannot be put into OpenCL C; the message says why.</exception>
    public static string SourceOfZip<TOp, T>(TOp op)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T> => OpSource.Binary<TOp, T>(op).Text;
}
