namespace DeepPuzzles.Tensors;

/// <summary>A file whose bytes are not what they claim to be, or that holds what cannot be taken in without loss. The message is one line:
/// file, offset, what is wrong and the way out.</summary>
/// <param name="file">The file; a member of an archive is <c>archive.npz/member.npy</c>.</param>
/// <param name="offset">Where, in decoded bytes from the start of that file.</param>
/// <param name="what">What is wrong there.</param>
public sealed class DataFormatException(string file, long offset, string what)
    : FormatException(FileAccessErrors.OneLine($"{file}, byte {offset}: {what}"))
{
    /// <summary>The file that is wrong; a member of an archive is <c>archive.npz/member.npy</c>.</summary>
    public string File { get; } = file;

    /// <summary>Where, in decoded bytes from the start of that file.</summary>
    public long Offset { get; } = offset;
}
