namespace DeepPuzzles.Tensors;

/// <summary>Archives of named arrays as NumPy's <c>savez</c> and <c>savez_compressed</c> write them, <c>.npz</c>: a zip archive of
/// <c>.npy</c> files.</summary>
/// <remarks>Each member is read as <see cref="Npy"/> reads a file, and as strictly; of the archive every byte must be accounted for. A name may
/// have folders in it, as NumPy writes them for <c>savez(file, **{"layer/weight": w})</c>; it is a key and never a path.</remarks>
public static class Npz
{
    /// <summary>Reads all arrays of a file, by name, in the order of the archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The memory limit for all of them, 4 GiB unless said otherwise, and the device.</param>
    /// <exception cref="DataFormatException">The bytes are no such archive, or a tensor cannot hold one of the arrays.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read (also <see cref="UnauthorizedAccessException"/>).</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path, ReadOptions? options = null) => Source.Read(path, options, Read);

    /// <summary>Reads all arrays of the rest of a stream that can seek.</summary>
    /// <param name="stream">Gives the bytes.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">The memory limit for all arrays, 4 GiB unless said otherwise, and the device.</param>
    /// <exception cref="DataFormatException">The bytes are no such archive, or a tensor cannot hold one of the arrays.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream stream, string name = "stream", ReadOptions? options = null)
    {
        using var scope = MemoryScope.Open();
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        var budget = new Budget(options ?? ReadOptions.Default);
        foreach (ZipMember member in ZipDirectory.Read(Source.Sought(stream), name))
        {
            string key = member.Name[..^ZipName.Ending.Length];
            if (tensors.ContainsKey(key)) throw new DataFormatException(name, member.Offset, $"the array '{FileAccessErrors.Shown(key)}' is there twice");
            tensors.Add(key, member.Read(stream, name, budget, Npy.Read));
        }
        return scope.KeepAll(tensors);
    }

    /// <summary>Writes a file, whole or not at all (<see cref="AtomicFile"/>): members stored as they are, dated 1980, so that the same tensors
    /// give the same bytes. Missing folders are made.</summary>
    /// <exception cref="TensorException">A name occurs twice or cannot be a member's; nothing is written.</exception>
    /// <exception cref="FileWriteException">The path cannot be written; the previous version is untouched.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        List<KeyValuePair<string, Tensor>> all = Checked(tensors);
        AtomicFile.Write(path, stream => ZipWriter.Write(stream, all));
    }

    /// <summary>Writes such a file to a stream.</summary>
    /// <exception cref="TensorException">A name occurs twice or cannot be a member's; nothing is written.</exception>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ZipWriter.Write(stream, Checked(tensors));
    }

    private static List<KeyValuePair<string, Tensor>> Checked(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<KeyValuePair<string, Tensor>> all = [.. tensors];
        foreach ((string name, Tensor tensor) in all)
        {
            ArgumentNullException.ThrowIfNull(tensor, name);
            if (!seen.Add(name)) throw new TensorException($"npz: two tensors are called '{FileAccessErrors.Shown(name)}'; give each a name of its own");
            if (!ZipName.Fits(name))
                throw new TensorException($"npz: '{FileAccessErrors.Shown(name)}' cannot be the name of an array in an archive; use letters, digits, dots and single slashes");
        }
        return all;
    }
}
