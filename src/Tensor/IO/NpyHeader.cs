using System.Buffers.Binary;
using System.Text;

namespace DeepPuzzles.Tensors;

/// <summary>What stands before the elements of a <c>.npy</c> file: a magic number, the version, the length of the header, and the header, a
/// Python dictionary of the element type, the order of elements and the shape, filled up with blanks.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="BigEndian">Whether their first byte is the most significant one.</param>
/// <param name="IsFortran">Whether the first axis varies fastest.</param>
/// <param name="Shape">The number of elements along each axis.</param>
internal readonly record struct NpyHeader(FileType Type, bool BigEndian, bool IsFortran, Shape Shape)
{
    /// <summary>NumPy itself reads no longer header without being told to; those of plain arrays have some 120 bytes.</summary>
    private const int MostBytes = 10_000;

    /// <summary>Elements begin at a multiple of this.</summary>
    private const int Alignment = 64;

    /// <summary>NumPy leaves room for the first size to grow to so many digits (numpy/lib/format.py, GROWTH_AXIS_MAX_DIGITS).</summary>
    private const int DigitsOfFirstAxis = 21;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads it from the start of a source.</summary>
    internal static NpyHeader Read(Source source)
    {
        Span<byte> start = stackalloc byte[8];
        if (source.Length < start.Length + 2) throw source.Wrong(source.Length, "the file ends before its header; get it again");
        source.Fill(start);
        if (!start[..6].SequenceEqual(Magic)) throw source.Wrong(0, "the magic number is not \\x93NUMPY: this is no .npy file");
        if (start[6] is not (1 or 2 or 3) || start[7] != 0) throw source.Wrong(6, $"version {start[6]}.{start[7]} of the format; 1.0, 2.0 and 3.0 are known");
        if (start[6] > 1 && source.Left < 4) throw source.Wrong(source.Length, "the file ends before the length of its header; get it again");
        uint length = start[6] == 1 ? source.UInt16() : source.UInt32();
        long offset = source.Position;
        if (length > MostBytes) throw source.Wrong(8, $"a header of {length} bytes; one of a plain array has at most {MostBytes}");
        if (length > source.Left) throw source.Wrong(8, $"a header of {length} bytes where {source.Left} are left: the file is truncated; get it again");
        var text = new byte[length];
        source.Fill(text);
        return new NpyDictionary(source, offset, text).Read();
    }

    /// <summary>All bytes before the elements of a tensor: what NumPy's save writes for a C-ordered array, its version 1 among them, which has
    /// room for any shape of eight axes.</summary>
    internal static byte[] Bytes(Tensor tensor)
    {
        ReadOnlySpan<int> sizes = tensor.Layout.Sizes;
        string type = tensor.DType switch { DType.Float32 => "<f4", DType.Float64 => "<f8", DType.Int32 => "<i4", _ => "|b1" };
        string shape = sizes.Length == 1 ? $"({sizes[0]},)" : $"({string.Join(", ", sizes.ToArray())})";
        string room = sizes.Length == 0 ? "" : new string(' ', DigitsOfFirstAxis - $"{sizes[0]}".Length);
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}{room}";

        int before = Magic.Length + 4;
        int whole = (before + header.Length + 1) / Alignment * Alignment + Alignment;      // never full: NumPy adds 64 blanks where none are needed
        var bytes = new byte[whole];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        (bytes[6], bytes[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(whole - before));
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(before));
        bytes[^1] = (byte)'\n';
        return bytes;
    }
}
