using System.Reflection;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>Every op struct of the Kernels assembly, found by reflection, with sample parameters where it has some.</summary>
internal static class OpCatalog
{
    /// <summary>Parameters are exact in float32, so that float32 and float64 compute the same op.</summary>
    private static readonly object[] s_samples =
    [
        new Scale(-1.75), new Scale(0), new Shift(0.375), new Clamp(-2, 3.5),
        new Power(2), new Power(3), new Power(2.5), new Power(0.5), new Power(-1), new Power(0),
        new Standardise(0.25), new InverseDeviation(0.25),
        new TriangularSolve(Upper: false, Transposed: false), new TriangularSolve(false, true), new TriangularSolve(true, false), new TriangularSolve(true, true),
        new Descent(new Pace(0.1)), new Descent(new Pace(0.1, L2: 0.01, Keep: 0.999)), new Momentum(new Pace(0.1, 0.01, 0.999), 0.9), new Nesterov(new Pace(0.1, 0.01, 0.999), 0.9),
        new AdaptiveMoments(new Pace(0.1, 0.01, 0.999), 0.9, 0.99, 3, 1e-8), new RootMeanSquare(new Pace(0.1), 0.99, 1e-8), new RootMeanSquareMomentum(new Pace(0.1), 0.99, 1e-8, 0.9),
    ];

    /// <summary>The op types that implement an interface.</summary>
    internal static IEnumerable<Type> Types(Type contract) =>
        typeof(IOp).Assembly.GetTypes().Where(type => type.IsValueType && contract.IsAssignableFrom(type)).OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>The ops of an interface by the name under which a test shows them.</summary>
    internal static IReadOnlyDictionary<string, object> Ops(Type contract) =>
        Types(contract).SelectMany(Samples).ToDictionary(op => op.ToString()!.Replace("DeepPuzzles.Kernels.", "", StringComparison.Ordinal));

    internal static object[] Samples(Type op)
    {
        bool parameterised = op.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Length > 0;
        object[] samples = parameterised ? [.. s_samples.Where(op.IsInstanceOfType)] : [Activator.CreateInstance(op)!];
        return samples.Length > 0 ? samples : throw new InvalidOperationException($"{op.Name} has parameters: add a sample to {nameof(OpCatalog)}");
    }

    internal static OpRecord RecordOf(Type op) => (OpRecord)op.GetProperty(nameof(IOp.Record))!.GetValue(null)!;

    internal static string NameOf(Type op) => (string)op.GetProperty(nameof(IOp.Name))!.GetValue(null)!;
}
