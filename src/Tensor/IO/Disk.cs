using System.Runtime.InteropServices;

namespace DeepPuzzles.Tensors;

/// <summary>The steps that make a file durable; what they do when the power fails between two of them can be played through.</summary>
internal interface IDisk
{
    /// <summary>Makes an empty file, or empties it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Its rights; those of any new file when null.</param>
    Stream Create(string path, UnixFileMode? mode);

    /// <summary>What was written is on the disk when this returns.</summary>
    void Flush(Stream file);

    /// <summary>Gives a file another name in the same folder, over a file that has it.</summary>
    void Rename(string from, string to);

    /// <summary>The names of a folder are on the disk when this returns.</summary>
    void FlushFolder(string folder);
}

/// <summary>The disks of this machine.</summary>
/// <param name="syncFolder">Flushes a folder and gives the system's error number, 0 for none. No file system fails when it is asked to.</param>
internal sealed class SystemDisk(Func<string, int> syncFolder) : IDisk
{
    /// <summary>EIO, of Linux and macOS alike: the disk failed. Any other answer means that the folder's file system does not flush folders.</summary>
    private const int DiskFailed = 5;

    internal static SystemDisk Only { get; } = new(SyncFolder);

    public Stream Create(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (mode is null || OperatingSystem.IsWindows()) return new FileStream(path, options);
        options.UnixCreateMode = mode;
        var file = new FileStream(path, options);
        try
        {
            // The umask has taken rights away; where a file system has none of its own, nothing is to be changed.
            if (File.GetUnixFileMode(file.SafeFileHandle) != mode) File.SetUnixFileMode(file.SafeFileHandle, mode.Value);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void FlushFolder(string folder)
    {
        if (syncFolder(folder) == DiskFailed) throw new IOException("the disk failed while its folder was flushed");
    }

    // .NET opens no folders. On Unix a rename is durable only after fsync of the folder (fsync(2)); NTFS journals it. A folder that may be
    // written and not read cannot be opened.
    internal static int SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return 0;
        int handle = Open(folder, 0);
        if (handle < 0) return 0;
        int error = Sync(handle) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(handle);
        return error;
    }

    [DllImport("libc", EntryPoint = "open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
