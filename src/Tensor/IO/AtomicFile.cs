using System.Runtime.InteropServices;
using System.Text;

namespace DeepPuzzles.Tensors;

/// <summary>
/// Writes a whole file or nothing: a temporary file in the same folder, flushed to disk, renamed over the old one, then the
/// folder flushed. Killed at any moment, the path holds the previous version or the new one.
/// </summary>
public static class AtomicFile
{
    private static int _written;

    /// <summary>Writes the bytes; missing folders are made.</summary>
    /// <exception cref="FileWriteException">The path cannot be written; the previous version is untouched.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes the text as UTF-8 without a byte-order mark; missing folders are made.</summary>
    /// <exception cref="FileWriteException">The path cannot be written; the previous version is untouched.</exception>
    public static void WriteText(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes what <paramref name="write"/> puts into the stream, which can seek; if it throws, the previous version is untouched. Missing folders are made.</summary>
    /// <exception cref="ArgumentException">No path, or no writer; what the writer throws of this kind passes through.</exception>
    /// <exception cref="FileWriteException">The path cannot be written, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        Exception? own = null;
        try
        {
            var full = Path.GetFullPath(path);
            if (Directory.Exists(full)) throw new IOException("it is a folder");
            var folder = Path.GetDirectoryName(full)!;
            Directory.CreateDirectory(folder);
            // The process and a count keep writers of the same path apart; the name stays short for long file names.
            temporary = Path.Join(folder, $".{Environment.ProcessId}-{Interlocked.Increment(ref _written)}.tmp");
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                try
                {
                    write(stream);
                }
                catch (Exception e) when (e is ArgumentException or NotSupportedException)
                {
                    own = e;        // a fault of the program, not of the disk
                    throw;
                }
                stream.Flush(flushToDisk: true);
            }
            Replace(temporary, full);
            temporary = null;
        }
        catch (Exception e) when (e != own && FileAccessErrors.Covers(e))
        {
            throw new FileWriteException(path, e);
        }
        finally
        {
            if (temporary is not null) Discard(temporary);
        }
    }

    /// <summary>Renames a file that is already on disk over <paramref name="path"/>, in the same folder, durably.</summary>
    /// <exception cref="IOException">As <see cref="File.Move(string, string, bool)"/> throws it; <see cref="FileAccessErrors"/> tells which others.</exception>
    public static void Replace(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Deletes a temporary file, if it is there and can be deleted.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileAccessErrors.Covers(e))
        {
            // What stays is a temporary file; the caller is already telling why the write failed.
        }
    }

    // .NET opens no folders. On Unix a rename is durable only after fsync of the folder (fsync(2)); NTFS journals it.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = OpenFolder(folder, 0);
        if (handle < 0) return;
        _ = Sync(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
