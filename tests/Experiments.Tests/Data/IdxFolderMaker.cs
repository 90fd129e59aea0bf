using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepPuzzles.Experiments.Tests.Data;

/// <summary>A temporary folder with IDX files that tests then spoil.</summary>
internal sealed class IdxFolderMaker : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("data").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string In(string name) => Path.Join(Folder, name);

    public void Put(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllBytes(In(name), bytes);
    }

    /// <summary>Four files; image i holds the byte i everywhere, label i is i modulo the classes.</summary>
    public IdxFolderMaker Fill(int train, int test, int side, int classes = 10, string within = "", bool gzip = false)
    {
        foreach (var (part, count) in new[] { ("train", train), ("t10k", test) })
        {
            var images = Images(count, side);
            var labels = Labels(count, classes);
            Put($"{within}{part}-images-idx3-ubyte{(gzip ? ".gz" : "")}", gzip ? Gzip(images) : images);
            Put($"{within}{part}-labels-idx1-ubyte{(gzip ? ".gz" : "")}", gzip ? Gzip(labels) : labels);
        }
        return this;
    }

    public static byte[] Images(int count, int side) =>
        Idx([.. Enumerable.Range(0, count * side * side).Select(i => (byte)(i / (side * side)))], (uint)count, (uint)side, (uint)side);

    public static byte[] Labels(int count, int classes) =>
        Idx([.. Enumerable.Range(0, count).Select(i => (byte)(i % classes))], (uint)count);

    public static byte[] Idx(byte[] values, params uint[] dimensions)
    {
        var file = new byte[4 + 4 * dimensions.Length + values.Length];
        file[2] = 8;
        file[3] = (byte)dimensions.Length;
        for (var axis = 0; axis < dimensions.Length; axis++)
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + 4 * axis), dimensions[axis]);
        values.CopyTo(file, file.Length - values.Length);
        return file;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) stream.Write(bytes);
        return packed.ToArray();
    }
}
