using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>What a kernel is called with, in the order of its parameters.</summary>
internal unsafe ref struct Arguments
{
    private const int Room = 1024, MostArguments = 32;

    private fixed byte _bytes[Room];
    private fixed ushort _sizes[MostArguments];
    private Accesses _arrays;
    private int _length;

    internal int Count { get; private set; }

    /// <summary>The arrays among them.</summary>
    [UnscopedRef]
    internal readonly ref readonly Accesses Arrays => ref _arrays;

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
        var buffer = DeviceBuffer.Of(view.Buffer);
        _arrays.Read(buffer);
        Add(buffer.Handle);
        Add(view.Layout.Offset);
    }

    /// <summary>The same for an array of which every element is written and none read.</summary>
    internal void AddResult<T>(in View<T> view)
        where T : unmanaged
    {
        var buffer = DeviceBuffer.Of(view.Buffer);
        _arrays.Replace<T>(buffer, view.Layout);
        Add(buffer.Handle);
        Add(view.Layout.Offset);
    }

    /// <summary>The same for an array that is read and written, or of which some elements are written.</summary>
    internal void AddUpdated<T>(in View<T> view)
        where T : unmanaged
    {
        var buffer = DeviceBuffer.Of(view.Buffer);
        _arrays.Update<T>(buffer, view.Layout);
        Add(buffer.Handle);
        Add(view.Layout.Offset);
    }

    /// <summary>Memory that kernels of one verb hand to one another, without the place of its first element.</summary>
    internal void AddScratch(Buffer scratch)
    {
        var buffer = DeviceBuffer.Of(scratch);
        _arrays.Update(buffer);
        Add(buffer.Handle);
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
}
