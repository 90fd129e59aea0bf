namespace DeepPuzzles.Tensors;

/// <summary>Files of one array as NumPy saves them, <c>.npy</c>
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), versions 1 to 3.</summary>
/// <remarks><para>float32, float64, int32 and bool are taken as they are; float16 becomes float32, and int8, int16, int64 and their unsigned kin
/// become int32 if every value fits. Either byte order is read, and Fortran's order of elements as a view. What would lose something, or
/// would have to be unpickled, is refused.</para>
/// <para>Everything is checked before memory is taken: the bytes must be exactly those that the shape needs, and nothing may follow.</para></remarks>
public static class Npy
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The memory limit, 4 GiB unless said otherwise, and the device.</param>
    /// <exception cref="DataFormatException">The bytes are no such array, or one that a tensor cannot hold.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read (also <see cref="UnauthorizedAccessException"/>).</exception>
    public static Tensor Read(string path, ReadOptions? options = null) => Source.Read(path, options, Read);

    /// <summary>Reads the rest of a stream that can seek.</summary>
    /// <param name="stream">Gives the bytes.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">The memory limit, 4 GiB unless said otherwise, and the device.</param>
    /// <exception cref="DataFormatException">The bytes are no such array, or one that a tensor cannot hold.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    public static Tensor Read(Stream stream, string name = "stream", ReadOptions? options = null)
    {
        using var scope = MemoryScope.Open();
        return scope.Keep(Read(Source.Of(stream, name, options ?? ReadOptions.Default)));
    }

    /// <summary>Writes a file, whole or not at all (<see cref="AtomicFile"/>), of the very bytes that NumPy's <c>save</c> gives a C-ordered array:
    /// version 1, little-endian, row-major. Missing folders are made, which NumPy leaves to its callers.</summary>
    /// <exception cref="FileWriteException">The path cannot be written; the previous version is untouched.</exception>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        AtomicFile.Write(path, stream => Write(stream, tensor));
    }

    /// <summary>Writes such a file to a stream.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        stream.Write(NpyHeader.Bytes(tensor));
        Elements.Write(tensor, stream.Write);
    }

    /// <summary>The length of the file that <see cref="Write(Stream, Tensor)"/> makes.</summary>
    internal static long Length(Tensor tensor) => NpyHeader.Bytes(tensor).Length + (long)tensor.Count * tensor.DType.Bytes();

    /// <summary>Reads all of a source.</summary>
    internal static Tensor Read(Source source)
    {
        NpyHeader header = NpyHeader.Read(source);
        long start = source.Position, needed = (long)header.Shape.Elements * header.Type.Bytes();
        if (source.Left != needed)
            throw source.Wrong(Math.Min(source.Length, start + needed), $"the shape {header.Shape} of {header.Type.Bytes()}-byte elements needs {needed} bytes after the header, there are {source.Left}: the file is truncated or bytes follow; save it again");
        source.Budget.Take(source, start, (long)header.Shape.Elements * header.Type.DType().Bytes());
        Tensor y = Elements.Read(source, header.Type, header.BigEndian, header.IsFortran ? Reversed(header.Shape) : header.Shape);
        if (!header.IsFortran) return y;
        Span<int> axes = stackalloc int[y.Rank];
        for (int axis = 0; axis < axes.Length; axis++) axes[axis] = axes.Length - 1 - axis;
        return y.Permute(axes);
    }

    private static Shape Reversed(Shape shape)
    {
        Span<int> sizes = stackalloc int[shape.Rank];
        shape.Sizes.CopyTo(sizes);
        sizes.Reverse();
        return new Shape(sizes);
    }
}
