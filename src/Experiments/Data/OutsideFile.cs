using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Data;

/// <summary>Opens files that others made, and turns what the system says about them into one line.</summary>
internal static class OutsideFile
{
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            if (Directory.Exists(path)) throw new DataMissingException($"{path} is a folder, a file is expected");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return read(stream);
        }
        catch (Exception e) when (FileAccessErrors.Covers(e))
        {
            throw new DataMissingException($"cannot read {path}: {FileAccessErrors.Reason(e)}; check the name and the permissions", e);
        }
    }

    /// <summary>The names in a folder that must be readable.</summary>
    public static string[] Names(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (FileAccessErrors.Covers(e))
        {
            throw new DataMissingException($"cannot read the folder {folder}: {FileAccessErrors.Reason(e)}; check the name and the permissions", e);
        }
    }
}
