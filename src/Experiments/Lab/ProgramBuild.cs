using System.Reflection;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Which program this is.</summary>
public static class ProgramBuild
{
    private static readonly Assembly Program = typeof(ProgramBuild).Assembly;

    /// <summary>The package's version, e.g. 0.1.0.</summary>
    public static string Version { get; } =
        Program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The commit that it was built from; empty when the sources were changed after it, or came without git.</summary>
    public static string Commit { get; } =
        Program.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "Commit")?.Value ?? "";

    /// <summary>Changes with every change of the code: the ids that the compiler derives from the contents of the program and its libraries.</summary>
    public static string Identity { get; } = string.Join('-', Program.GetReferencedAssemblies()
        .Where(name => name.Name!.StartsWith("DeepPuzzles.", StringComparison.Ordinal))
        .OrderBy(name => name.Name, StringComparer.Ordinal)
        .Select(Assembly.Load).Prepend(Program)
        .Select(assembly => assembly.ManifestModule.ModuleVersionId.ToString("N")[..8]));
}
