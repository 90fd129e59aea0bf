namespace DeepPuzzles.Kernels;

// What errors say of a device.
public abstract partial class Device
{
    private static int s_count;

    // From 1: all that tells a device from another of the same driver and the same hardware.
    private readonly int _number = Interlocked.Increment(ref s_count);

    /// <summary>Who holds memory of a device on this thread, in words, if anybody: for the error that says that there is no more.</summary>
    internal static Func<Device, string?>? Holders { get; set; }

    /// <summary>Its name, and what else tells it from another device.</summary>
    internal string Apart(Device other) =>
        Name != other.Name ? Name
        : Description != other.Description ? $"{Name} ({Description})"
        : $"{Name} (device {_number} of this process)";
}
