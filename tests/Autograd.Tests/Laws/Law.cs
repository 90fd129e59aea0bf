using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Autograd.Tests.Transforms;
using DeepPuzzles.Autograd.Tests.Vectorisation;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>What must hold of every function at every point.</summary>
/// <param name="Name">In the words of the table of what is proven.</param>
/// <param name="Runs">The element types and devices that the law is checked on.</param>
/// <param name="Check">The failure in words, or null.</param>
internal sealed record Law(string Name, string Runs, Func<GradientCase, string?> Check)
{
    /// <summary>False for points that the law says nothing of.</summary>
    internal Func<GradientCase, bool> Covers { get; private init; } = static _ => true;

    /// <summary>Every law.</summary>
    internal static IReadOnlyList<Law> All { get; } =
    [
        new("first derivative: ⟨v, J u⟩ by differences = ⟨Jᵀ v, u⟩", "float64, cpu", GradientCheck.First),
        new("second derivative: the same of the rules", "float64, cpu", GradientCheck.Second),
        new("forward mode: J u by differences", "float64, cpu", TransformCheck.Forward),
        new("forward mode is the transpose of reverse mode", "float64, cpu", TransformCheck.Adjoint),
        new("forward over reverse = reverse over reverse; forward over forward = ⟨u, H u⟩", "float64, cpu", TransformCheck.SecondOrder),
        new("vectorised: values as of a loop", "float64, cpu", LiftingCheck.Values),
        new("vectorised: gradients as of a loop", "float64, cpu", LiftingCheck.Gradients),
        new("vectorised: gradients taken inside, and theirs", "float64, cpu", LiftingCheck.SecondGradients),
        new("vectorised twice", "float64, cpu", LiftingCheck.Nested),
        new("vectorised over no examples", "float64, cpu", LiftingCheck.Nothing),
        new("any layout gives what a plain copy gives", "float64, cpu", Agreement.OfLayouts),
        new("cpu gives what the definition of every verb gives", "float64, cpu and reference", check => Agreement.OfDevices(check, Tensors.DType.Float64)),
        new("cpu gives what the definition of every verb gives, in single precision", "float32, cpu and reference", check => Agreement.OfDevices(check, Tensors.DType.Float32)) { Covers = InAnyPrecision },
        new("a device with memory of its own gives what the cpu gives", "float64, cpu and a device that forwards to it", Agreement.OfWalls),
        new("float32 gives what float64 gives", "float32 and float64, cpu", Agreement.OfPrecisions) { Covers = InAnyPrecision },
    ];

    // The others convert to a precision of their own.
    private static bool InAnyPrecision(GradientCase check) => !check.Exact;
}
