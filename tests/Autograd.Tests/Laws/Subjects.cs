using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>What laws are checked of: every op with a rule, found by reflection, and functions composed of several ops.</summary>
internal static class Subjects
{
    private static readonly Type[] s_structural =
        [.. typeof(IStructuralOp).Assembly.GetTypes().Where(type => type.IsValueType && typeof(IStructuralOp).IsAssignableFrom(type)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static readonly Dictionary<string, GradientCase> s_composed = StructuralCases.Composed.ToDictionary(check => check.Name);

    /// <summary>Every op struct of the kernels and of the tensors, by name.</summary>
    internal static readonly IReadOnlyDictionary<string, Type> Ops = ArithmeticCases.Ops.Concat(s_structural).ToDictionary(op => op.Name);

    /// <summary>The names of the ops that have a rule.</summary>
    internal static IEnumerable<string> WithRule => Ops.Where(op => Rules.HasRule(op.Value)).Select(op => op.Key);

    /// <summary>The names of the composed functions.</summary>
    internal static IEnumerable<string> Composed => s_composed.Keys;

    /// <summary>Both.</summary>
    internal static IEnumerable<string> All => WithRule.Concat(Composed);

    /// <summary>The functions and points of an op or of a composed function.</summary>
    internal static IEnumerable<GradientCase> CasesOf(string name)
    {
        if (s_composed.TryGetValue(name, out GradientCase? composed)) return [composed];
        Type op = Ops[name];
        if (!typeof(IStructuralOp).IsAssignableFrom(op)) return ArithmeticCases.Of(op);
        return StructuralCases.ByOp.TryGetValue(op, out GradientCase[]? cases) ? cases : throw new InvalidOperationException($"add cases for {name} to {nameof(StructuralCases)}");
    }
}
