using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Autograd.Tests;

/// <summary>The first OpenCL device; a test that asks for it is skipped where there is none, and says why.</summary>
internal static class OnOpenCl
{
    private static readonly Lazy<OpenClDevice> s_shared = new(() => New());

    internal static OpenClDevice Shared
    {
        get
        {
            SkipWhereNone();
            return s_shared.Value;
        }
    }

    /// <summary>One for a test alone, of so many bytes, or of all that it has.</summary>
    internal static OpenClDevice New(long limit = 0)
    {
        SkipWhereNone();
        return new OpenClDevice { MemoryLimit = limit };
    }

    private static void SkipWhereNone() => Assert.SkipWhen(OpenClDevice.WhyAbsent is not null, OpenClDevice.WhyAbsent ?? "");
}
