using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>What docs/opencl.md shows is what is compiled.</summary>
public sealed class PageTests
{
    [Fact]
    public void The_page_shows_ops_as_they_are_compiled()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "opencl.md"));
        foreach (OpSource source in new[] { OpSource.Unary<Sign, float>(default), OpSource.Unary<Sigmoid, float>(default) })
        {
            string text = source.Text.Trim();
            Assert.True(page.Contains($"```c\n{text}\n```", StringComparison.Ordinal), $"docs/opencl.md should show:\n{text}");
        }
    }

    private static string Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepPuzzles.sln"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("DeepPuzzles.sln is in no folder above the tests");
        }
    }
}
