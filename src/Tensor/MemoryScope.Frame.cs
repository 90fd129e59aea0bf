using System.Runtime.InteropServices;
using DeepPuzzles.Kernels;
using Buffer = DeepPuzzles.Kernels.Buffer;

namespace DeepPuzzles.Tensors;

public readonly partial struct MemoryScope
{
    // Used again for the thread's next scope, so that a training step allocates none; the count of openings tells an old handle from a new. The
    // parent of a spare one is the next spare one.
    private sealed class Frame
    {
        private readonly List<Buffer> _buffers = [];

        internal ReadOnlySpan<Buffer> Buffers => CollectionsMarshal.AsSpan(_buffers);

        internal Frame? Parent { get; set; }

        internal bool IsOpen { get; set; }

        internal int Openings { get; set; }

        internal void Add(Buffer buffer)
        {
            buffer.Place = _buffers.Count;
            _buffers.Add(buffer);
        }

        internal void Add(ReadOnlySpan<Buffer> buffers)
        {
            foreach (Buffer buffer in buffers) Add(buffer);
        }

        // Its place may be one in another list, that of another scope or of an earlier one; there stands another buffer here.
        internal bool Remove(Buffer buffer)
        {
            int place = buffer.Place;
            if (place >= _buffers.Count || _buffers[place] != buffer) return false;
            Buffer last = _buffers[^1];
            _buffers[place] = last;
            last.Place = place;
            _buffers.RemoveAt(_buffers.Count - 1);
            return true;
        }

        internal void Clear() => _buffers.Clear();

        internal string Holds(Device device)
        {
            long bytes = 0;
            int count = 0;
            foreach (Buffer buffer in _buffers)
            {
                if (buffer.Device == device) (count, bytes) = (count + 1, bytes + buffer.Bytes);
            }
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} arrays of {bytes / (double)(1 << 20):0.##} MiB");
        }
    }
}
