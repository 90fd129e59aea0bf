using System.Reflection;

namespace DeepPuzzles.Architecture.Tests;

/// <summary>The source tree and the assemblies made of it.</summary>
internal static class Repository
{
    internal static readonly string Root = FindRoot();

    internal static readonly Assembly Kernels = typeof(Kernels.Device).Assembly, OpenCl = typeof(Kernels.OpenCL.OpenClDevice).Assembly, Tensor = typeof(Tensors.Tensor).Assembly,
        Autograd = typeof(Autograd.Rules).Assembly, Experiments = typeof(Experiments.Program).Assembly;

    internal static readonly Assembly[] Libraries = [Kernels, OpenCl, Tensor, Autograd], All = [.. Libraries, Experiments];

    /// <summary>The C# files of a folder of src, with their path from src, slashes forward.</summary>
    internal static IEnumerable<(string Path, string[] Lines)> Sources(string folder = "")
    {
        string source = Path.Combine(Root, "src");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(source, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(source, file).Replace('\\', '/');
            if (!path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)) yield return (path, File.ReadAllLines(file));
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepPuzzles.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("DeepPuzzles.sln is in no folder above the tests");
    }
}
