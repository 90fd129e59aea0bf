using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace DeepPuzzles.Architecture.Tests;

/// <summary>No layer names what it must not know.</summary>
public sealed class LayerTests
{
    private const string KernelsNamespace = "DeepPuzzles.Kernels", Prefix = "DeepPuzzles.";

    /// <summary>Where a device is chosen and handed down; nobody else in Experiments names one.</summary>
    private static readonly string[] s_compositionRoot = ["DeepPuzzles.Experiments", "DeepPuzzles.Experiments.CommandLine", "DeepPuzzles.Experiments.Laboratory"];

    /// <summary>What the composition root may name of Kernels.</summary>
    private static readonly string[] s_deviceTypes = ["Device", "DeviceException", "CpuDevice", "AcceleratorDevice", "OpenClDevice"];

    /// <summary>What the layers of Autograd take of Kernels in their own signatures: a height and a width.</summary>
    private const string Signature = "Extent";

    public static TheoryData<string, string[]> References => new()
    {
        { "Kernels", [] },
        { "Tensor", ["Kernels"] },
        { "Autograd", ["Kernels", "Tensor"] },
        { "Kernels.OpenCL", ["Kernels"] },
        { "Experiments", ["Kernels", "Kernels.OpenCL", "Kernels.Ilgpu", "Tensor", "Autograd"] },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void An_assembly_references_only_the_layers_below(string project, string[] below)
    {
        Assembly assembly = Repository.All.Single(each => each.GetName().Name == Prefix + project);
        IEnumerable<string> named = assembly.GetReferencedAssemblies().Select(each => each.Name!).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        Assert.Empty(named.Except(below.Select(name => Prefix + name)));
    }

    [Theory]
    [MemberData(nameof(References))]
    public void A_project_file_references_only_the_layers_below(string project, string[] below)
    {
        IEnumerable<string> named = Items(Path.Combine("src", project, project + ".csproj"), "ProjectReference").Select(item => Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!));
        Assert.Empty(named.Except(below));
    }

    [Theory]
    [InlineData("Kernels")]
    [InlineData("Kernels.OpenCL")]
    [InlineData("Tensor")]
    [InlineData("Autograd")]
    public void A_library_has_no_package(string project)
    {
        Assert.Empty(Items(Path.Combine("src", project, project + ".csproj"), "PackageReference"));
        string[] shared = ["Directory.Build.props", Path.Combine("src", "Directory.Build.props")];
        IEnumerable<XElement> packages = shared.SelectMany(file => Items(file, "PackageReference"));
        Assert.All(packages, package => Assert.True((string?)package.Attribute("PrivateAssets") == "all", $"{package} reaches the users of the libraries"));
    }

    [Fact]
    public void Only_the_composition_root_names_kernels_in_its_source()
    {
        foreach ((string path, string[] lines) in Repository.Sources("Experiments"))
        {
            string space = lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';', ' ') ?? "";
            if (s_compositionRoot.Contains(space)) continue;
            Assert.False(lines.Any(line => line.Contains(KernelsNamespace, StringComparison.Ordinal)), $"src/{path} names {KernelsNamespace}; take a Lab or a tensor instead");
        }
    }

    [Fact]
    public void Experiments_name_of_kernels_the_devices_alone() =>
        Assert.Empty(TypesNamed(Repository.Experiments, KernelsNamespace).Except([.. s_deviceTypes, Signature]));

    [Fact]
    public void Experiments_know_no_graph_nodes() =>
        Assert.DoesNotContain(TypesNamed(Repository.Experiments, "DeepPuzzles.Tensors"), name => name.Contains("Origin", StringComparison.Ordinal));

    [Fact]
    public void Autograd_names_of_kernels_the_ops_the_device_the_geometry_of_convolutions_and_sums_over_host_vectors()
    {
        IEnumerable<string> ops = Repository.Kernels.GetExportedTypes().Where(type => typeof(Kernels.IOp).IsAssignableFrom(type)).Select(type => type.Name);
        IEnumerable<string> values = [nameof(Kernels.OpRecord), nameof(Kernels.Device), nameof(Kernels.Extent), nameof(Kernels.Sliding), nameof(Kernels.Pace), nameof(Kernels.Vectors)];
        Assert.Empty(TypesNamed(Repository.Autograd, KernelsNamespace).Except([.. ops, .. values]));
    }

    /// <summary>The test of the reading itself: Tensor is full of types of Kernels.</summary>
    [Fact]
    public void Names_in_metadata_are_found() =>
        Assert.Superset(new HashSet<string> { "Device", "Layout", "Add" }, TypesNamed(Repository.Tensor, KernelsNamespace).ToHashSet());

    private static IEnumerable<string> TypesNamed(Assembly assembly, string space)
    {
        using var image = new PEReader(File.OpenRead(assembly.Location));
        MetadataReader metadata = image.GetMetadataReader();
        return [.. metadata.TypeReferences.Select(metadata.GetTypeReference).Where(type => metadata.GetString(type.Namespace) == space).Select(type => metadata.GetString(type.Name))];
    }

    private static IEnumerable<XElement> Items(string file, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, file)).Descendants().Where(element => element.Name.LocalName == kind);
}
