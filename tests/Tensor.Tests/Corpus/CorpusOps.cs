namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>The operations by the names that the scripts give them; each needs cases there, and a name in names.py.</summary>
internal static partial class CorpusOps
{
    /// <summary>As docs/numpy.md lists them.</summary>
    internal static readonly (string Title, Dictionary<string, CorpusOp> Ops)[] Sections =
    [
        ("Making arrays", Creation),
        ("Functions of one operand", OneOperand),
        ("Functions of two operands", TwoOperands),
        ("One operand is a plain number", PlainNumbers),
        ("Reductions over axes", OverAxes),
        ("Reductions of all elements", OfAllElements),
        ("Along an axis", AlongAnAxis),
        ("Products", Products),
        ("Linear algebra", LinearAlgebra),
        ("Views", Views),
        ("Rearranging and joining", Rearranging),
        ("Indexing", Indexing),
        ("Composed", Composed),
    ];

    internal static readonly Dictionary<string, CorpusOp> ByName = new(Sections.SelectMany(section => section.Ops));
}
