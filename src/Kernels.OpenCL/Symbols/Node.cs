namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>What a node of a traced formula does.</summary>
internal enum Operator : byte
{
    // A number from outside, by its place among the names; a number written in the program; a number handed to the kernel.
    Input, Literal, Constant,

    // To the node's type: to nearest for floats, towards zero and saturating for integers, where NaN becomes 0.
    Convert,

    Negate, Add, Subtract, Multiply, Divide, Modulo, ShiftRight,

    // As in IEEE 754-2019: NaN wins over numbers, or in …Number loses to them; -0 is below 0.
    Minimum, Maximum, MinimumNumber, MaximumNumber,

    Abs, CopySign, Floor, Ceiling, Round, Truncate,
    Sqrt, Exp, Log, Log2, Log10, Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Tanh, Pow, Atan2,
    Exp2, Exp10, Cbrt, Hypot, Asinh, Acosh, Atanh, SinPi, CosPi, TanPi, AsinPi, AcosPi, AtanPi, Atan2Pi, Ieee754Remainder,

    // x·y + z, rounded once.
    FusedMultiplyAdd,

    // Truth values.
    Less, LessOrEqual, Equal, IsNaN, IsNegative, IsOdd,
}

/// <summary>One operation of a traced formula. Equal nodes are one, so a common subexpression is computed once.</summary>
/// <param name="Operator">What it does.</param>
/// <param name="Type">The type of its result: Single, Double, Int32, UInt32 or Boolean.</param>
/// <param name="X">The place of the first operand; of an input or a constant, its number.</param>
/// <param name="Y">The place of the second operand.</param>
/// <param name="Bits">Of a literal, the bits of its value as a float64, which holds every number of every type here.</param>
/// <param name="Z">The place of the third operand.</param>
internal readonly record struct Node(Operator Operator, TypeCode Type, int X = Node.None, int Y = Node.None, long Bits = 0, int Z = Node.None)
{
    internal const int None = -1;

    internal bool IsLeaf => Operator is Operator.Input or Operator.Literal or Operator.Constant;

    internal double Value => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>The places of the operands.</summary>
    internal IEnumerable<int> Operands => IsLeaf ? [] : Y == None ? [X] : Z == None ? [X, Y] : [X, Y, Z];
}

/// <summary>What a formula comes to: results, or a question and what it comes to either way.</summary>
internal abstract record Outcome;

/// <summary>The results at the end of a path, as places of nodes.</summary>
internal sealed record Results(int[] Places) : Outcome;

/// <summary>A question, as the place of its node.</summary>
internal sealed record Branch(int Condition, Outcome Yes, Outcome No) : Outcome;

/// <summary>A traced formula: nodes, each after its operands, and what becomes of them.</summary>
internal sealed record Graph(IReadOnlyList<Node> Nodes, Outcome Outcome);
