using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

/// <summary>The elements of a tensor in a file, in row-major order: read and written in chunks, so that beside the tensor only a chunk is in
/// memory.</summary>
internal static class Elements
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads a tensor of that shape; its memory was asked for before.</summary>
    /// <exception cref="DataFormatException">The bytes end early, or one of them is a value that a tensor cannot hold.</exception>
    internal static Tensor Read(Source source, FileType type, bool bigEndian, Shape shape)
    {
        Tensor y = Tensor.Empty(shape, type.DType(), source.Budget.Options.Device ?? CpuDevice.Default);
        switch (type.DType())
        {
            case DType.Float32: Read<float>(source, type, bigEndian, y); break;
            case DType.Float64: Read<double>(source, type, bigEndian, y); break;
            case DType.Int32: Read<int>(source, type, bigEndian, y); break;
            default: Read<bool>(source, type, bigEndian, y); break;
        }
        return y;
    }

    private static void Read<T>(Source source, FileType type, bool bigEndian, Tensor y)
        where T : unmanaged
    {
        int size = type.Bytes(), most = Math.Min(ChunkBytes / size, y.Count);
        var bytes = new byte[most * size];
        T[] elements = type == FileTypes.Of(y.DType) ? [] : new T[most];
        for (int done = 0, count; done < y.Count; done += count)
        {
            count = Math.Min(most, y.Count - done);
            Span<byte> chunk = bytes.AsSpan(0, count * size);
            long offset = source.Position;
            source.Fill(chunk);
            if (bigEndian == BitConverter.IsLittleEndian) Reverse(chunk, size);
            Span<T> values = elements.Length == 0 ? MemoryMarshal.Cast<byte, T>(chunk) : elements.AsSpan(0, count);
            if (elements.Length > 0) Convert(source, offset, type, chunk, values);
            else if (type == FileType.Bool) RequireTruth(source, offset, chunk);
            y.Device.Write<T>(values, Chunk<T>(y, done, count));
        }
    }

    /// <summary>Writes the elements as little-endian bytes.</summary>
    internal static void Write(Tensor x, Action<ReadOnlySpan<byte>> write)
    {
        using var scope = MemoryScope.Open();
        Tensor dense = x.Layout.IsContiguous ? x : x.StopGradient().Copy();
        switch (x.DType)
        {
            case DType.Float32: Write<float>(dense, write); break;
            case DType.Float64: Write<double>(dense, write); break;
            case DType.Int32: Write<int>(dense, write); break;
            default: Write<bool>(dense, write); break;
        }
    }

    private static void Write<T>(Tensor x, Action<ReadOnlySpan<byte>> write)
        where T : unmanaged
    {
        int size = x.DType.Bytes(), most = Math.Min(ChunkBytes / size, x.Count);
        var elements = new T[most];
        for (int done = 0, count; done < x.Count; done += count)
        {
            count = Math.Min(most, x.Count - done);
            Span<T> values = elements.AsSpan(0, count);
            Tensor.Read(Chunk<T>(x, done, count), values);
            Span<byte> bytes = MemoryMarshal.AsBytes(values);
            if (!BitConverter.IsLittleEndian) Reverse(bytes, size);
            write(bytes);
        }
    }

    // Of a tensor without gaps.
    private static View<T> Chunk<T>(Tensor dense, int start, int count)
        where T : unmanaged => new(dense.ReadView<T>().Buffer, new Layout([count], [1], dense.Layout.Offset + start));

    private static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2: ReverseAll(MemoryMarshal.Cast<byte, ushort>(bytes)); break;
            case 4: ReverseAll(MemoryMarshal.Cast<byte, uint>(bytes)); break;
            case 8: ReverseAll(MemoryMarshal.Cast<byte, ulong>(bytes)); break;
        }
    }

    private static void ReverseAll(Span<ushort> words) => BinaryPrimitives.ReverseEndianness(words, words);

    private static void ReverseAll(Span<uint> words) => BinaryPrimitives.ReverseEndianness(words, words);

    private static void ReverseAll(Span<ulong> words) => BinaryPrimitives.ReverseEndianness(words, words);

    private static void Convert<T>(Source source, long offset, FileType type, ReadOnlySpan<byte> from, Span<T> to)
        where T : unmanaged
    {
        switch (type)
        {
            case FileType.Float16: Widen<T, Half>(from, to, static half => (float)half); break;
            // The upper half of a float32.
            case FileType.BFloat16: Widen<T, ushort>(from, to, static bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)); break;
            case FileType.UInt8: Fit<T, byte>(source, offset, from, to); break;
            case FileType.Int8: Fit<T, sbyte>(source, offset, from, to); break;
            case FileType.UInt16: Fit<T, ushort>(source, offset, from, to); break;
            case FileType.Int16: Fit<T, short>(source, offset, from, to); break;
            case FileType.UInt32: Fit<T, uint>(source, offset, from, to); break;
            case FileType.Int64: Fit<T, long>(source, offset, from, to); break;
            default: Fit<T, ulong>(source, offset, from, to); break;
        }
    }

    private static void Widen<T, TFrom>(ReadOnlySpan<byte> bytes, Span<T> to, Func<TFrom, float> value)
        where T : unmanaged
        where TFrom : unmanaged
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        Span<float> singles = MemoryMarshal.Cast<T, float>(to);
        for (int i = 0; i < from.Length; i++) singles[i] = value(from[i]);
    }

    private static void Fit<T, TFrom>(Source source, long offset, ReadOnlySpan<byte> bytes, Span<T> to)
        where T : unmanaged
        where TFrom : unmanaged, IBinaryInteger<TFrom>
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        Span<int> whole = MemoryMarshal.Cast<T, int>(to);
        for (int i = 0; i < from.Length; i++)
        {
            whole[i] = int.CreateSaturating(from[i]);
            if (TFrom.CreateTruncating(whole[i]) != from[i])
                throw source.Wrong(offset + (long)i * bytes.Length / from.Length, $"the whole number {from[i]} does not fit int32, the widest that a tensor has; save the array as float64 or int32");
        }
    }

    // Kernels count on truth values being 0 or 1.
    private static void RequireTruth(Source source, long offset, ReadOnlySpan<byte> bytes)
    {
        int wrong = bytes.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (wrong >= 0) throw source.Wrong(offset + wrong, $"the truth value {bytes[wrong]}; it must be 0 or 1");
    }
}
