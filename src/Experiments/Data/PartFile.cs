using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Data;

/// <summary>A download under way: what arrived stays on disk when the process ends; nothing stays when nothing arrived.</summary>
internal sealed class PartFile : IDisposable
{
    private readonly FileStream _file;

    public PartFile(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _file.Seek(0, SeekOrigin.End);
        }
        catch (Exception e) when (FileAccessErrors.Covers(e))
        {
            throw new FileWriteException(path, e);
        }
    }

    public long Length => _file.Length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (IOException e)
        {
            throw new FileWriteException(_file.Name, e);
        }
    }

    public void Restart() => _file.SetLength(0);

    public void Dispose()
    {
        try
        {
            _file.Flush(flushToDisk: true);
            var empty = _file.Length == 0;
            _file.Dispose();
            if (empty) AtomicFile.Discard(_file.Name);
        }
        catch (IOException e)
        {
            throw new FileWriteException(_file.Name, e);
        }
    }
}
