using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DeepPuzzles.Architecture.Tests;

/// <summary>A program that names our namespaces beside those that every project gets by itself can write every name as it is.</summary>
public sealed class NameTests
{
    /// <summary>What <c>ImplicitUsings</c> puts into each file of a project of the plain .NET SDK.</summary>
    private static readonly string[] s_implicit =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    /// <summary>Names that collide all the same, and why they may.</summary>
    private static readonly Dictionary<string, string> s_shared = new()
    {
        ["Buffer"] = "the word for a device's memory; who writes a device names it, and nobody else: a tensor hides it",
    };

    private static readonly Dictionary<string, string> s_platform = Platform();

    private static readonly (Type Ours, string Theirs)[] s_collisions =
        [.. Ours(Repository.All).Where(type => s_platform.ContainsKey(type.Name)).Select(type => (type, s_platform[type.Name]))];

    [Fact]
    public void No_public_type_shares_its_name_with_one_that_is_there_anyway() =>
        Assert.Empty(s_collisions.Where(pair => !s_shared.ContainsKey(pair.Ours.Name)).Select(pair => $"{pair.Ours.FullName} and {pair.Theirs}"));

    [Fact]
    public void Exceptions_are_needed() => Assert.Equal(s_shared.Keys.Order(StringComparer.Ordinal), s_collisions.Select(pair => pair.Ours.Name).Distinct().Order(StringComparer.Ordinal));

    /// <summary>They are used together.</summary>
    [Fact]
    public void No_two_libraries_have_public_types_of_one_name() =>
        Assert.Empty(Ours(Repository.Libraries).GroupBy(type => type.Name).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same.Select(type => type.FullName))));

    /// <summary>The test of the reading itself: types of the core library and of others, those that are generic with their number of parameters.</summary>
    [Fact]
    public void Names_of_the_platform_are_found() =>
        Assert.Superset(new HashSet<string> { "Convert", "Console", "Random", "File", "Timer", "HttpClient", "Enumerable", "List`1", "Converter`2", "Task", "Index" }, s_platform.Keys.ToHashSet());

    private static IEnumerable<Type> Ours(IEnumerable<Assembly> assemblies) => assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsNested);

    // By the name that the compiler compares, which counts the parameters of a generic type.
    private static Dictionary<string, string> Platform()
    {
        var names = new Dictionary<string, string>();
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"))
        {
            using var image = new PEReader(File.OpenRead(file));
            if (!image.HasMetadata) continue;
            MetadataReader metadata = image.GetMetadataReader();
            foreach (TypeDefinition type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
            {
                string space = metadata.GetString(type.Namespace), name = metadata.GetString(type.Name);
                if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public && s_implicit.Contains(space)) names[name] = $"{space}.{name}";
            }
        }
        return names;
    }
}
