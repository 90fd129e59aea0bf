using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// Between host and device, and what kernels found wrong, which comes with a reading.
internal sealed unsafe partial class Queue
{
    /// <summary>Waits for all that was put in before, and copies elements to the host.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A kernel of this thread met an index outside of its array since the thread's last reading.</exception>
    internal void Read<T>(IlgpuBuffer source, long offset, Span<T> target)
        where T : unmanaged
    {
        int* faults = stackalloc int[Fault.Numbers];
        faults[0] = 0;
        int place = Fault.PlaceOfThread;
        lock (_lock)
        {
            RequireOpen();
            _accelerator.Bind();
            long bytes = (long)target.Length * sizeof(T), from = (long)place * Fault.Numbers * sizeof(int);
            (_counts.Reads, _counts.BytesRead) = (_counts.Reads + 1, _counts.BytesRead + bytes);
            bool mayFault = _mayFault[place];
            _mayFault[place] = false;
            try
            {
                if (mayFault) ToHost(_faults, from, faults, Fault.Numbers * sizeof(int));
                fixed (T* first = target)
                {
                    ToHost(source.Memory, offset, first, bytes);
                    _stream.Synchronize();
                }
                if (faults[0] != 0) _faults.MemSet(_stream, 0, from, Fault.Numbers * sizeof(int));
            }
            catch (AcceleratorException failure)
            {
                throw Lost(failure, "reading");
            }
        }
        if (faults[0] != 0) throw Fault.Of(new ReadOnlySpan<int>(faults, Fault.Numbers));
    }

    /// <summary>Copies elements of the host into a buffer. Drivers of CUDA have read memory of the host when they return; others are waited for.</summary>
    internal void Write<T>(ReadOnlySpan<T> source, IlgpuBuffer target, long offset)
        where T : unmanaged
    {
        lock (_lock)
        {
            RequireOpen();
            _accelerator.Bind();
            long bytes = (long)source.Length * sizeof(T);
            (_counts.Writes, _counts.BytesWritten) = (_counts.Writes + 1, _counts.BytesWritten + bytes);
            try
            {
                fixed (T* first = source)
                {
                    using var host = CPUMemoryBuffer.Create(_accelerator, (nint)first, bytes, 1);
                    target.Memory.CopyFrom(_stream, host.AsRawArrayView(), offset);
                    if (_accelerator.AcceleratorType != AcceleratorType.Cuda) _stream.Synchronize();
                }
            }
            catch (AcceleratorException failure)
            {
                throw Lost(failure, "writing");
            }
        }
    }

    private void ToHost(MemoryBuffer source, long offset, void* target, long bytes)
    {
        using var host = CPUMemoryBuffer.Create(_accelerator, (nint)target, bytes, 1);
        source.CopyTo(_stream, offset, host.AsRawArrayView());
    }
}
