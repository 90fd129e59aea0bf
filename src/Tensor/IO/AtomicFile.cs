using System.Text;

namespace DeepPuzzles.Tensors;

/// <summary>
/// Writes a whole file or nothing: a temporary file in the same folder, flushed to disk, renamed over the old one, then the
/// folder flushed. Killed at any moment, the path holds the previous version or the new one; and so it does after an error, the new one only
/// where the disk failed when the folder was flushed.
/// </summary>
/// <remarks>As with <see cref="File.Create(string)"/> a file that is replaced keeps its rights (on Unix), a new one has those of any new file, and
/// a symbolic link stays: the file that it leads to is replaced. Other names of the same file, hard links, keep the previous version.</remarks>
public static class AtomicFile
{
    private static int _written;

    /// <summary>Writes the bytes; missing folders are made.</summary>
    /// <exception cref="FileWriteException">The path cannot be written; the previous version is untouched, unless the disk failed at the end.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes the text as UTF-8 without a byte-order mark; missing folders are made.</summary>
    /// <exception cref="FileWriteException">The path cannot be written; the previous version is untouched, unless the disk failed at the end.</exception>
    public static void WriteText(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes what <paramref name="write"/> puts into the stream, which can seek; if it throws, the previous version is untouched. Missing folders are made.</summary>
    /// <exception cref="ArgumentException">No path, or no writer; what the writer throws of this kind passes through.</exception>
    /// <exception cref="FileWriteException">The path cannot be written, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, SystemDisk.Only);

    internal static void Write(string path, Action<Stream> write, IDisk disk)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        Exception? own = null;
        try
        {
            string full = Target(path), folder = Path.GetDirectoryName(full)!;
            MakeFolder(folder, disk);
            // Less what the system, too, takes away when a file is written to (chmod(2)).
            UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(full) ? File.GetUnixFileMode(full) & ~(UnixFileMode.SetUser | UnixFileMode.SetGroup) : null;
            // The process and a count keep writers of the same path apart; the name stays short for long file names.
            temporary = Path.Join(folder, $".{Environment.ProcessId}-{Interlocked.Increment(ref _written)}.tmp");
            using (Stream stream = disk.Create(temporary, mode))
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
                disk.Flush(stream);
            }
            Replace(temporary, full, disk);
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
    public static void Replace(string temporary, string path) => Replace(temporary, path, SystemDisk.Only);

    private static void Replace(string temporary, string path, IDisk disk)
    {
        disk.Rename(temporary, path);
        disk.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
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

    // The file that is to be replaced, behind all links; there may be none yet.
    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new IOException("it is a folder");
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    // A new folder, too, is there after a power failure only if the folder that has its name was flushed.
    private static void MakeFolder(string folder, IDisk disk)
    {
        if (Directory.Exists(folder)) return;
        string? above = Path.GetDirectoryName(folder);
        if (above is not null) MakeFolder(above, disk);
        Directory.CreateDirectory(folder);
        if (above is not null) disk.FlushFolder(above);
    }
}
