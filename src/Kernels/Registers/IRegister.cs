using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>A SIMD register of float32 or float64, of any width, as a formula sees it, so that it is written once for all kinds.
/// There is a type for each kind and element type, with members as short as can be: the runtime inlines only so much into one loop, and counts what
/// they are written with. Comparisons give lanes with all bits set, or none. "Bits" are the lanes taken as integers of the same size.</summary>
/// <typeparam name="TSelf">The register itself.</typeparam>
public interface IRegister<TSelf> : IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>, IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>, IUnaryNegationOperators<TSelf, TSelf>, IBitwiseOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IRegister<TSelf>
{
    /// <summary>True for float32, false for float64.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>Lanes.</summary>
    static abstract int Count { get; }

    /// <summary>0 in all lanes.</summary>
    static virtual TSelf Zero => TSelf.Of(0);

    /// <summary>1 in all lanes.</summary>
    static virtual TSelf One => TSelf.Of(1);

    /// <summary>The value, rounded to the element type, in all lanes.</summary>
    static abstract TSelf Of(double value);

    /// <summary>These bits in all lanes; the lower 32 for float32.</summary>
    static abstract TSelf OfBits(long value);

    /// <summary>a·b + c, fused where the hardware can.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>|x|.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>√x, correctly rounded.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The smaller one; y when one is NaN, or NaN.</summary>
    static abstract TSelf Min(TSelf x, TSelf y);

    /// <inheritdoc cref="Min"/>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>x where the mask is set, y elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf x, TSelf y);

    /// <summary>x &lt; y.</summary>
    static abstract TSelf Less(TSelf x, TSelf y);

    /// <summary>x = y; never for NaN.</summary>
    static abstract TSelf AreEqual(TSelf x, TSelf y);

    /// <summary>The sum of the bits.</summary>
    static abstract TSelf AddBits(TSelf x, TSelf y);

    /// <summary>The difference of the bits.</summary>
    static abstract TSelf SubtractBits(TSelf x, TSelf y);

    /// <summary>The bits shifted left.</summary>
    static abstract TSelf ShiftLeft(TSelf x, int bits);

    /// <summary>The bits shifted right; the sign bit comes in.</summary>
    static abstract TSelf ShiftRight(TSelf x, int bits);

    /// <summary>Are the bits, as integers with a sign, at most those of y, in all lanes?</summary>
    static abstract bool AllAtMost(TSelf x, TSelf y);

    /// <summary>Are the bits, as integers without a sign, below those of y, in all lanes?</summary>
    static abstract bool AllBelow(TSelf x, TSelf y);

    /// <summary>The bits as integers with a sign, made floating-point numbers.</summary>
    static abstract TSelf FromBits(TSelf x);

    /// <summary>A formula in float64, whose results are rounded when the register holds float32.</summary>
    static abstract TSelf InFloat64<TFormula>(TSelf x, out TSelf second)
        where TFormula : struct, IFormulaOfTwo;
}
