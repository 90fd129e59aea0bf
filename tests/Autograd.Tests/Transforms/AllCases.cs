using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>Every case in which a derivative is checked, by the op it is for; found by reflection.</summary>
internal static class AllCases
{
    private static readonly Dictionary<string, Type> s_ops = ArithmeticCases.Ops
        .Concat(typeof(IStructuralOp).Assembly.GetTypes().Where(type => type.IsValueType && typeof(IStructuralOp).IsAssignableFrom(type)))
        .Where(Rules.HasRule).ToDictionary(op => op.Name);

    internal const string Composed = "composed functions";

    internal static IEnumerable<string> Names => s_ops.Keys.Append(Composed);

    internal static IEnumerable<GradientCase> Of(string name)
    {
        if (name == Composed) return StructuralCases.Composed;
        Type op = s_ops[name];
        return typeof(IStructuralOp).IsAssignableFrom(op) ? StructuralCases.ByOp[op] : ArithmeticCases.Of(op);
    }
}
