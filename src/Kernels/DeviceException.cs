namespace DeepPuzzles.Kernels;

/// <summary>A device that is absent or cannot do what was asked: no driver, no memory, a kernel that does not build. The message is one line that says
/// what to do.</summary>
public sealed class DeviceException : Exception
{
    /// <summary>What was wrong, and the way out.</summary>
    public DeviceException(string message)
        : base(message)
    {
    }

    /// <summary>What was wrong and the way out, with what caused it.</summary>
    public DeviceException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>A device that cannot do what was asked.</summary>
    public DeviceException()
        : base("the device cannot do what was asked")
    {
    }
}
