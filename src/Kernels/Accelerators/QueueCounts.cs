using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>What a queue has asked of its driver since it was made: the calls that cost time, and the bytes that went between host and device.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct QueueCounts
{
    /// <summary>Kernels put into the queue.</summary>
    public long Launches { get; set; }

    /// <summary>Arrays of equal numbers, by the driver's own command.</summary>
    public long Fills { get; set; }

    /// <summary>Copies within the device, by the driver's own command.</summary>
    public long Copies { get; set; }

    /// <summary>Copies to the host, each of which waits.</summary>
    public long Reads { get; set; }

    /// <summary>Copies from the host.</summary>
    public long Writes { get; set; }

    /// <summary>Bytes of the reads.</summary>
    public long BytesRead { get; set; }

    /// <summary>Bytes of the writes.</summary>
    public long BytesWritten { get; set; }

    /// <summary>Buffers asked of the driver, which a pool has not.</summary>
    public long Allocations { get; set; }

    /// <summary>What was asked between two counts.</summary>
    public static QueueCounts operator -(in QueueCounts later, in QueueCounts earlier) => new()
    {
        Launches = later.Launches - earlier.Launches,
        Fills = later.Fills - earlier.Fills,
        Copies = later.Copies - earlier.Copies,
        Reads = later.Reads - earlier.Reads,
        Writes = later.Writes - earlier.Writes,
        BytesRead = later.BytesRead - earlier.BytesRead,
        BytesWritten = later.BytesWritten - earlier.BytesWritten,
        Allocations = later.Allocations - earlier.Allocations,
    };
}
