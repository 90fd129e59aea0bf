using DeepPuzzles.Kernels.OpenCL;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>Every function at every point, and its gradients, on an OpenCL device and on the processor. Where there is no device, the tests are skipped
/// and say why.</summary>
public sealed class OpenClTests
{
    private static readonly Lazy<OpenClDevice> s_device = new(() => new OpenClDevice());

    public static TheoryData<string> All => [.. Subjects.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Gives_what_the_processor_gives(string subject)
    {
        Assert.SkipWhen(OpenClDevice.WhyAbsent is not null, OpenClDevice.WhyAbsent ?? "");
        DType[] types = s_device.Value.HasDouble ? [DType.Float64, DType.Float32] : [DType.Float32];
        string[] failures = [.. Subjects.CasesOf(subject).SelectMany(check => types.Where(type => type == DType.Float64 || !check.Exact).Select(type => Agreement.OfDevices(check, type, s_device.Value))).OfType<string>()];
        if (failures.Length > 0) Assert.Fail(string.Join('\n', failures));
    }
}
