using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>What a kernel is called with, in the order of its parameters.</summary>
internal unsafe ref struct Arguments
{
    private const int Room = 1024, MostArguments = 32;

    private fixed byte _bytes[Room];
    private fixed ushort _sizes[MostArguments];
    private int _length;

    internal int Count { get; private set; }

    /// <summary>A number, or a structure of numbers as the kernel declares it.</summary>
    internal void Add<T>(T value)
        where T : unmanaged
    {
        if (_length + sizeof(T) > Room || Count == MostArguments) throw new InvalidOperationException($"a kernel takes at most {MostArguments} arguments of {Room} bytes together");
        MemoryMarshal.Write(MemoryMarshal.CreateSpan(ref _bytes[_length], sizeof(T)), value);
        _sizes[Count++] = (ushort)sizeof(T);
        _length += sizeof(T);
    }

    /// <summary>An array: <c>global T *x</c> and <c>int xFrom</c>, the place of its first element.</summary>
    internal void Add<T>(in View<T> view)
        where T : unmanaged
    {
        Add(((DeviceBuffer)view.Buffer).Handle);
        Add(view.Layout.Offset);
    }

    /// <summary>An array, or null for the kernel.</summary>
    internal void AddOrNull<T>(View<T>? view)
        where T : unmanaged
    {
        Add(view is { } there ? ((DeviceBuffer)there.Buffer).Handle : 0);
        Add(view is { } one ? one.Layout.Offset : 0);
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

    internal void SetOn(Kernel kernel)
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
}
