using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Buffers that are to be given back together. Each is in one list at a time: the last that it was added to finds it at once, wherever in
/// the list it stands. For one thread.</summary>
public sealed class BufferList
{
    private readonly List<Buffer> _buffers = [];

    /// <summary>Takes a buffer into the list.</summary>
    public void Add(Buffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.Place = _buffers.Count;
        _buffers.Add(buffer);
    }

    /// <summary>Takes all of another list into this one, and leaves that empty.</summary>
    public void TakeAll(BufferList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (Buffer buffer in other._buffers) Add(buffer);
        other._buffers.Clear();
    }

    /// <summary>Takes a buffer out of the list, in which the last one then stands in its place.</summary>
    /// <returns>False where the list does not have it.</returns>
    public bool Remove(Buffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        // Its place may be one in another list, or in this one at an earlier time; there stands another buffer here.
        int place = buffer.Place;
        if (place >= _buffers.Count || _buffers[place] != buffer) return false;
        Buffer last = _buffers[^1];
        _buffers[place] = last;
        last.Place = place;
        _buffers.RemoveAt(_buffers.Count - 1);
        return true;
    }

    /// <summary>Lets all of them go, to whoever else holds them or to the garbage collector.</summary>
    public void Clear() => _buffers.Clear();

    /// <summary>How many of them are on a device, and what they hold there.</summary>
    public (int Count, long Bytes) On(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        (int count, long bytes) = (0, 0);
        foreach (Buffer buffer in _buffers)
        {
            if (buffer.Device == device) (count, bytes) = (count + 1, bytes + buffer.Bytes);
        }
        return (count, bytes);
    }

    /// <summary>Gives all of them back to their devices, of which each takes its neighbours at once, and leaves the list empty.</summary>
    public void Release()
    {
        ReadOnlySpan<Buffer> buffers = CollectionsMarshal.AsSpan(_buffers);
        while (!buffers.IsEmpty)
        {
            Device device = buffers[0].Device;
            int count = 1;
            while (count < buffers.Length && buffers[count].Device == device) count++;
            device.Release(buffers[..count]);
            buffers = buffers[count..];
        }
        _buffers.Clear();
    }
}
