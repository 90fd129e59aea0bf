namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;
public sealed class DumpTests
{
    [Fact]
    public void Dump()
    {
        foreach ((string name, TracedCase each) in TracedCase.All) File.WriteAllText($"/tmp/symgen/out/{name.Replace(' ', '_').Replace("/", "", StringComparison.Ordinal)}.cl", each.Source().Text + "\n// constants: " + string.Join(", ", each.Source().Constants) + "\n");
    }
}
