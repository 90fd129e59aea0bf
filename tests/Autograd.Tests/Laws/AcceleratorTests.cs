using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>Every function at every point, and its gradients, on an accelerator and on the processor.</summary>
public abstract class AcceleratorTests
{
    public static TheoryData<string> All => [.. Subjects.All];

    /// <summary>The device, of which one serves all tests; skips where there is none.</summary>
    private protected abstract AcceleratorDevice Shared { get; }

    private protected virtual bool HasDouble => true;

    [Theory]
    [MemberData(nameof(All))]
    public void Gives_what_the_processor_gives(string subject)
    {
        AcceleratorDevice device = Shared;
        DType[] types = HasDouble ? [DType.Float64, DType.Float32] : [DType.Float32];
        string[] failures = [.. Subjects.CasesOf(subject).SelectMany(check => types.Where(type => type == DType.Float64 || !check.Exact).Select(type => Agreement.OfDevices(check, type, device))).OfType<string>()];
        if (failures.Length > 0) Assert.Fail(string.Join('\n', failures));
    }
}
