namespace DeepPuzzles.Autograd.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepPuzzles.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("DeepPuzzles.sln is in no folder above the tests");
    }
}
