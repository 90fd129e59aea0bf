using System.Security.Cryptography;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Data;

/// <summary>CIFAR-10's binary version: records of a label and 32 × 32 pixels in three planes, red, green, blue.</summary>
internal static class CifarFolder
{
    private const int Side = 32;
    private const int Channels = 3;
    private const int Pixels = Side * Side * Channels;
    private const int Record = 1 + Pixels;
    private const int Classes = 10;
    private const string ArchiveFolder = "cifar-10-batches-bin";

    /// <summary>The six files, in the folder or in the archive's folder within it.</summary>
    /// <exception cref="DataMissingException">One is not there; the message is what is lacking.</exception>
    public static string[] Files(string folder)
    {
        var inner = Path.Join(folder, ArchiveFolder);
        if (!Directory.Exists(inner)) inner = folder;
        return [.. DataCatalog.Cifar10.Files.Select(file => Path.Join(inner, file.Name)).Select(path =>
            Path.Exists(path) ? path : throw new DataMissingException($"{folder} holds no {Path.GetFileName(path)}"))];
    }

    /// <summary>Reads the six files; one of the standard length must have its SHA-256.</summary>
    public static RawSet Read(string folder)
    {
        var batches = Files(folder).Zip(DataCatalog.Cifar10.Files, Batch).ToArray();
        return new RawSet(DataCatalog.Cifar10.Name, Side, Side, Channels, Classes, Join(batches[..^1]), Join(batches[^1..]), folder);
    }

    private static byte[] Batch(string path, KnownFile known)
    {
        var bytes = OutsideFile.Read(path, stream =>
        {
            if (stream.Length == 0 || stream.Length % Record != 0 || stream.Length > known.Length)
                throw new DataFormatException(path, stream.Length, $"{stream.Length} bytes are not 1 to {known.Length / Record} records of {Record}; get it again");
            var all = new byte[stream.Length];
            stream.ReadExactly(all);
            return all;
        });
        if (bytes.Length == known.Length && System.Convert.ToHexStringLower(SHA256.HashData(bytes)) != known.Sha256)
            throw new DataFormatException(path, 0, "the SHA-256 is not that of CIFAR-10; get it again");
        for (var offset = 0; offset < bytes.Length; offset += Record)
            if (bytes[offset] >= Classes) throw new DataFormatException(path, offset, $"label {bytes[offset]}, but the classes are 0 to {Classes - 1}");
        return bytes;
    }

    private static RawPart Join(byte[][] batches)
    {
        var count = batches.Sum(batch => batch.Length / Record);
        var part = new RawPart(new byte[count * Pixels], new byte[count]);
        var image = 0;
        foreach (var batch in batches)
        {
            for (var offset = 0; offset < batch.Length; offset += Record, image++)
            {
                part.Labels[image] = batch[offset];
                batch.AsSpan(offset + 1, Pixels).CopyTo(part.Pixels.AsSpan(image * Pixels));
            }
        }
        return part;
    }
}
