using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>What a kernel is called with, in the order of its parameters.</summary>
internal unsafe ref struct Arguments
{
    private const int Room = 1024, MostArguments = 32, MostArrays = 8;

    private fixed byte _bytes[Room];
    private fixed ushort _sizes[MostArguments];
    private fixed long _ends[MostArrays];
    private Buffers _buffers;
    private int _length, _arrays, _written, _replaced;

    internal int Count { get; private set; }

    /// <summary>How many arrays there are among them.</summary>
    internal readonly int Arrays => _arrays;

    /// <summary>A number, or a structure of numbers as the kernel declares it.</summary>
    internal void Add<T>(T value)
        where T : unmanaged
    {
        if (_length + sizeof(T) > Room || Count == MostArguments) throw new InvalidOperationException($"a kernel takes at most {MostArguments} arguments of {Room} bytes together");
        MemoryMarshal.Write(MemoryMarshal.CreateSpan(ref _bytes[_length], sizeof(T)), value);
        _sizes[Count++] = (ushort)sizeof(T);
        _length += sizeof(T);
    }

    /// <summary>An array that is read: <c>global T *x</c> and <c>int xFrom</c>, the place of its first element.</summary>
    internal void Add<T>(in View<T> view)
        where T : unmanaged
    {
        _ = Array(DeviceBuffer.Of(view.Buffer));
        Add(view.Layout.Offset);
    }

    /// <summary>The same for an array of which every element is written and none read.</summary>
    internal void AddResult<T>(in View<T> view)
        where T : unmanaged => Written(view, view.Layout is { Offset: 0, IsContiguous: true });

    /// <summary>The same for an array that is read and written, or of which some elements are written.</summary>
    internal void AddUpdated<T>(in View<T> view)
        where T : unmanaged => Written(view, false);

    /// <summary>Memory that kernels of one verb hand to one another, without the place of its first element.</summary>
    internal void AddScratch(Buffer buffer)
    {
        int array = Array(DeviceBuffer.Of(buffer));
        _written |= 1 << array;
        _ends[array] = buffer.Bytes;
    }

    /// <summary>An array that is read, or null for the kernel.</summary>
    internal void AddOrNull<T>(View<T>? view)
        where T : unmanaged
    {
        if (view is { } there)
        {
            Add(there);
            return;
        }
        Add(default(nint));
        Add(0);
    }

    /// <summary>The numbers of an op: <c>const constants c</c>.</summary>
    internal void AddConstants<T>(ImmutableArray<double> constants)
        where T : unmanaged, INumber<T>
    {
        int length = Math.Max(1, constants.Length) * sizeof(T);
        if (_length + length > Room || Count == MostArguments) throw new InvalidOperationException($"an op has {constants.Length} numbers; a kernel's arguments hold {Room} bytes");
        Span<T> target = MemoryMarshal.Cast<byte, T>(MemoryMarshal.CreateSpan(ref _bytes[_length], length));
        target.Clear();
        for (int i = 0; i < constants.Length; i++) target[i] = T.CreateTruncating(constants[i]);
        _sizes[Count++] = (ushort)length;
        _length += length;
    }

    internal readonly DeviceBuffer Buffer(int array) => _buffers[array]!;

    /// <summary>Is that array written; and if so, up to which byte, and does nothing stay below of what was there?</summary>
    internal readonly bool IsWritten(int array, out long end, out bool replaces)
    {
        (end, replaces) = (_ends[array], (_replaced >> array & 1) != 0);
        return (_written >> array & 1) != 0;
    }

    internal readonly void SetOn(Kernel kernel)
    {
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            int status;
            fixed (byte* value = &_bytes[at]) status = Cl.SetKernelArg(kernel.Handle, (uint)i, _sizes[i], value);
            if (status != Status.Success) Status.Check(status, $"argument {i} of {kernel.Name}");        // the text only where it is needed
            at += _sizes[i];
        }
    }

    private void Written<T>(in View<T> view, bool replaces)
        where T : unmanaged
    {
        int array = Array(DeviceBuffer.Of(view.Buffer));
        Add(view.Layout.Offset);
        _written |= 1 << array;
        if (replaces) _replaced |= 1 << array;
        _ends[array] = view.Layout.IsContiguous ? ((long)view.Layout.Offset + view.Layout.Count) * sizeof(T) : view.Buffer.Bytes;
    }

    private int Array(DeviceBuffer buffer)
    {
        if (_arrays == MostArrays) throw new InvalidOperationException($"a kernel takes at most {MostArrays} arrays");
        _buffers[_arrays] = buffer;
        Add(buffer.Handle);
        return _arrays++;
    }

    [InlineArray(MostArrays)]
    private struct Buffers
    {
        private DeviceBuffer? _first;
    }
}
