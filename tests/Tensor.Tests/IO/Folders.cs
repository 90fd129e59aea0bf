namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Where the files of these tests and the sources stand.</summary>
internal static class Folders
{
    private static readonly string s_root = Root();

    /// <summary>A file or folder beside this source.</summary>
    internal static string Here(string name) => Path.Combine(s_root, "tests", "Tensor.Tests", "IO", name);

    /// <summary>The sources of reading and writing.</summary>
    internal static string Sources => Path.Combine(s_root, "src", "Tensor", "IO");

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepPuzzles.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("DeepPuzzles.sln is in no folder above the tests");
    }
}
