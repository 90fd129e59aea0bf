using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Data;

/// <summary>A file whose bytes are not what they claim to be: exit code 4.</summary>
public sealed class DataFormatException(string file, long offset, string what)
    : UserException($"{file}, byte {offset}: {what}", 4)
{
    /// <summary>The file that is wrong.</summary>
    public string File { get; } = file;

    /// <summary>Where, in decoded bytes.</summary>
    public long Offset { get; } = offset;
}

/// <summary>A file, folder or data set that is not there or cannot be read: exit code 4.</summary>
public sealed class DataMissingException(string message, Exception? cause = null) : UserException(message, 4, cause);

/// <summary>A download that did not end well; what arrived is kept where it can be resumed: exit code 4.</summary>
public sealed class DownloadException(string message, Exception? cause = null) : UserException(message, 4, cause);
