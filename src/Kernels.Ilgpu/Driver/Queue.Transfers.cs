using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// Between host and device, and what kernels found wrong, which comes with a reading.
internal sealed unsafe partial class Queue
{
    /// <summary>Waits for all that was put in before, and copies elements to the host.</summary>
    /// <exception cref="ArgumentOutOfRangeException">What is read depends on an index outside of its array; or a kernel of this thread, or of one that
    /// has ended, met one since the last reading.</exception>
    internal void Read<T>(IlgpuBuffer source, long offset, Span<T> target)
        where T : unmanaged
    {
        lock (Lock)
        {
            Require(source);
            Mark mark = source.Mark;
            long bytes = (long)target.Length * sizeof(T);
            (Counted.Reads, Counted.BytesRead) = (Counted.Reads + 1, Counted.BytesRead + bytes);
            try
            {
                _accelerator.Bind();
                if (Known.MayBeMore)
                {
                    ToHost(_written, 0, Known.Close(), _written.LengthInBytes);
                    _written.MemSet(_stream, 0, 0, _written.LengthInBytes);
                }
                fixed (T* first = target)
                {
                    ToHost(source.Memory, offset, first, bytes);
                    _stream.Synchronize();
                }
            }
            catch (AcceleratorException failure)
            {
                throw Failed(failure, "reading");
            }
            Known.Settle(Known.Closed);
            if (Known.ToTell(mark) is { } fault) throw fault.Told();
        }
    }

    /// <summary>Copies elements of the host into a buffer. Drivers of CUDA have read memory of the host when they return; others are waited for.</summary>
    internal void Write<T>(ReadOnlySpan<T> source, IlgpuBuffer target, long offset)
        where T : unmanaged
    {
        lock (Lock)
        {
            Require(target);
            long bytes = (long)source.Length * sizeof(T);
            (Counted.Writes, Counted.BytesWritten) = (Counted.Writes + 1, Counted.BytesWritten + bytes);
            try
            {
                _accelerator.Bind();
                fixed (T* first = source)
                {
                    using var host = CPUMemoryBuffer.Create(_accelerator, (nint)first, bytes, 1);
                    target.Memory.CopyFrom(_stream, host.AsRawArrayView(), offset);
                    if (_accelerator.AcceleratorType != AcceleratorType.Cuda) _stream.Synchronize();
                }
            }
            catch (AcceleratorException failure)
            {
                throw Failed(failure, "writing");
            }
            Mark(target, default, offset + bytes, replaces: offset == 0);
        }
    }

    private void ToHost(MemoryBuffer source, long offset, void* target, long bytes)
    {
        using var host = CPUMemoryBuffer.Create(_accelerator, (nint)target, bytes, 1);
        source.CopyTo(_stream, offset, host.AsRawArrayView());
    }
}
