namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>The power fails before a step. What was not flushed is then lost: the bytes of files, and the names in folders, where each name may
/// just have reached the disk or not. Files are played through, folders are those of the machine.</summary>
/// <param name="root">A folder that is on the disk for sure.</param>
/// <param name="steps">After so many steps the power fails.</param>
internal sealed class PowerlessDisk(string root, int steps) : IDisk
{
    private readonly Dictionary<string, Node> _names = new(StringComparer.Ordinal), _sureNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sureFolders = [root];
    private int _steps;

    /// <summary>What a file may hold after the failure: null where its name is lost.</summary>
    internal IEnumerable<byte[]?> Left(string path)
    {
        bool isSure = true;
        for (string folder = Path.GetDirectoryName(path)!; folder.Length >= root.Length; folder = Path.GetDirectoryName(folder)!) isSure &= _sureFolders.Contains(folder);
        foreach (Dictionary<string, Node> names in new[] { _names, _sureNames }) yield return names.GetValueOrDefault(path)?.Flushed;
        if (!isSure) yield return null;
    }

    /// <summary>A file that is on the disk for sure.</summary>
    internal void Put(string path, byte[] bytes) => _names[path] = _sureNames[path] = new Node(this) { Flushed = bytes };

    public Stream Create(string path, UnixFileMode? mode)
    {
        Step();
        return _names[path] = new Node(this);
    }

    public void Flush(Stream file)
    {
        Step();
        var node = (Node)file;
        node.Flushed = node.ToArray();
    }

    public void Rename(string from, string to)
    {
        Step();
        _names.Remove(from, out Node? node);
        _names[to] = node!;
    }

    public void FlushFolder(string folder)
    {
        Step();
        foreach ((string path, Node node) in _names)
            if (Path.GetDirectoryName(path) == folder) _sureNames[path] = node;
        _sureFolders.UnionWith(Directory.GetDirectories(folder));
    }

    private void Step()
    {
        if (_steps++ == steps) throw new PowerFailedException();
    }

    private sealed class Node(PowerlessDisk disk) : MemoryStream
    {
        internal byte[] Flushed { get; set; } = [];

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            disk.Step();
            base.Write(buffer);
        }
    }
}

internal sealed class PowerFailedException : Exception;
