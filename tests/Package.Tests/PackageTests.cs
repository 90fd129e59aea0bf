using System.IO.Compression;
using System.Text.RegularExpressions;

namespace DeepPuzzles.Package.Tests;

/// <summary>The packages as a consumer gets them, and the README's code as a reader copies it.</summary>
public sealed partial class PackageTests : IDisposable
{
    private static readonly string[] s_libraries = ["Kernels", "Kernels.OpenCL", "Tensor", "Autograd"];
    private readonly string _folder = Directory.CreateTempSubdirectory("deeppuzzles-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Packages_hold_what_belongs_in_them_and_run_the_code_of_the_readme()
    {
        string feed = Path.Join(_folder, "feed");
        foreach (string library in s_libraries)
            Repository.Dotnet(Repository.Root, "pack", $"src/{library}", "-c", Repository.Configuration, "--no-build", "-o", feed);
        foreach (string library in s_libraries)
        {
            string package = Assert.Single(Directory.GetFiles(feed, $"DeepPuzzles.{library}.*.nupkg"), path => char.IsAsciiDigit(Path.GetFileName(path)[$"DeepPuzzles.{library}.".Length]));
            using ZipArchive archive = ZipFile.OpenRead(package);
            string[] files = [.. archive.Entries.Select(entry => entry.FullName)];
            Assert.Contains("README.md", files);
            Assert.Contains("LICENSE", files);
            Assert.Contains($"lib/net10.0/DeepPuzzles.{library}.dll", files);
            Assert.Contains($"lib/net10.0/DeepPuzzles.{library}.xml", files);
        }

        string readme = string.Concat(CSharp().Matches(Repository.Read("README.md")).Select(block => block.Groups["code"].Value));       // the later ones go on with the names of the first
        string[] expected = [.. Output().Matches(readme).Select(match => match.Groups["text"].Value.Trim())];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, RunWith(feed, readme, "Autograd").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

        // The page of the OpenCL back-end: its program builds everywhere, and where there is no driver it says so.
        string page = CSharp().Matches(Repository.Read("docs/opencl.md")).Single().Groups["code"].Value;
        const string Line = "using var device";
        Assert.Contains(Line, page, StringComparison.Ordinal);
        string guarded = page.Replace(Line, $$"""if (OpenClDevice.WhyAbsent is { } why) { Console.WriteLine(why); return; }{{'\n'}}{{Line}}""", StringComparison.Ordinal);
        string[] said = RunWith(feed, guarded, "Autograd", "Kernels.OpenCL").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (said is [var only]) Assert.Contains("install", only, StringComparison.Ordinal);
        else Assert.Equal(Output().Matches(page).Select(match => match.Groups["text"].Value.Trim()), said[1..]);
    }

    [Fact]
    public void The_programs_of_the_page_about_methods_print_what_they_say()
    {
        string built = Path.Join(Repository.Root, "src", "Experiments", "bin", Repository.Configuration, "net10.0");
        string[] libraries = ["Kernels", "Tensor", "Autograd", "Experiments"];
        string references = string.Concat(libraries.Select(library => $"<Reference Include=\"{Path.Join(built, $"DeepPuzzles.{library}.dll")}\" />"));
        string[] programs = [.. CSharp().Matches(Repository.Read("docs/methods.md")).Select(block => block.Groups["code"].Value)];
        Assert.NotEmpty(programs);
        for (int i = 0; i < programs.Length; i++)
        {
            string said = Run($"methods-{i}", programs[i], references, built);
            Assert.Equal(Output().Matches(programs[i]).Select(match => match.Groups["text"].Value.Trim()), said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
    }

    private string RunWith(string feed, string program, params string[] packages)
    {
        string version = VersionOf().Match(Path.GetFileName(Directory.GetFiles(feed, "DeepPuzzles.Autograd.*.nupkg")[0])).Groups["version"].Value;
        return Run(packages[^1], program, string.Concat(packages.Select(package => $"<PackageReference Include=\"DeepPuzzles.{package}\" Version=\"{version}\" />")), feed);
    }

    // A project that knows nothing but one folder of packages.
    private string Run(string name, string program, string references, string feed)
    {
        string app = Directory.CreateDirectory(Path.Join(_folder, $"app-{name}")).FullName;
        File.WriteAllText(Path.Join(app, "nuget.config"), $"<configuration><packageSources><clear /><add key=\"local\" value=\"{feed}\" /></packageSources></configuration>");
        File.WriteAllText(Path.Join(app, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {references}
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Join(app, "Program.cs"), program);
        Repository.Dotnet(app, "build", "-c", "Release", "-o", Path.Join(app, "out"));
        return Repository.Dotnet(app, Path.Join(app, "out", "app.dll"));
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"Console\.WriteLine\(.*//(?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"Autograd\.(?<version>\d.*)\.nupkg$")]
    private static partial Regex VersionOf();
}
