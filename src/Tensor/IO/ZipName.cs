using System.Text;

namespace DeepPuzzles.Tensors;

/// <summary>Names of arrays in an archive. They are keys, and nobody makes files of them here; but a name that would lead out of a folder is not
/// passed on to anyone who might.</summary>
internal static class ZipName
{
    internal const string Ending = ".npy";

    /// <summary>What is wrong with a member's name, or null.</summary>
    internal static string? Fault(string name) =>
        name.EndsWith('/') ? "is a folder; an archive of arrays has none"
        : !name.EndsWith(Ending, StringComparison.Ordinal) ? $"is no {Ending} file; an archive of arrays has nothing else"
        : name.Any(char.IsControl) || name.Contains('\\') ? "has a sign in its name that no array's name has"
        : name.Split('/')[..^1].Any(part => part is "" or "." or "..") || name is [_, ':', '/', ..] ? "has a name that would lead out of its folder"
        : null;

    /// <summary>Whether an array can be saved under that name.</summary>
    internal static bool Fits(string name)
    {
        byte[] bytes = Bytes(name);
        return Fault(name + Ending) is null && bytes.Length <= ushort.MaxValue && Encoding.UTF8.GetString(bytes) == name + Ending;
    }

    /// <summary>The name of an array's member.</summary>
    internal static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name + Ending);
}
