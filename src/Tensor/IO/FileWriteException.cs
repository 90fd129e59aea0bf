namespace DeepPuzzles.Tensors;

/// <summary>A file or folder that cannot be written: one line with the path, the system's reason and the way out.</summary>
/// <param name="path">What was to be written.</param>
/// <param name="cause">What the system said.</param>
public sealed class FileWriteException(string path, Exception cause)
    : IOException(FileAccessErrors.OneLine($"cannot write {path}: {FileAccessErrors.Reason(cause)}; free some space, change the permissions or choose another folder"), cause);
