using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

internal readonly partial struct Symbol<TNumber>
{
    static bool INumberBase<Symbol<TNumber>>.TryConvertFromTruncating<TOther>(TOther value, out Symbol<TNumber> result)
    {
        result = value is ISymbol or int && From(value) is { } symbol ? symbol : Number(TNumber.CreateTruncating(value));
        return true;
    }

    static bool INumberBase<Symbol<TNumber>>.TryConvertFromSaturating<TOther>(TOther value, out Symbol<TNumber> result)
    {
        result = value is ISymbol or int && From(value) is { } symbol ? symbol : Number(TNumber.CreateSaturating(value));
        return true;
    }

    static bool INumberBase<Symbol<TNumber>>.TryConvertFromChecked<TOther>(TOther value, out Symbol<TNumber> result)
    {
        result = value is ISymbol or int && From(value) is { } symbol ? symbol : Number(TNumber.CreateChecked(value));
        return true;
    }

    // Another symbol, or the length of the row.
    private static Symbol<TNumber>? From(object value)
    {
        if ((value is ISymbol symbol ? symbol.Place : Trace.Current.Count(value)) is not { } place) return null;
        return new(Trace.Current[place].Type == Type ? place : Trace.Current.Add(new Node(Operator.Convert, Type, place)));
    }

    private static Symbol<TNumber> Number(TNumber value) => new(Trace.Current.Number(Type, double.CreateTruncating(value)));

    bool IStandIn<Symbol<TNumber>>.IsFor<TReal>() => typeof(TReal) == typeof(TNumber);

    Symbol<TNumber> IStandIn<Symbol<TNumber>>.Pow(Symbol<TNumber> exponent) => From(Symbol<double>.Pow(Wide(this), Wide(exponent)))!.Value;

    Symbol<TNumber> IStandIn<Symbol<TNumber>>.Atan2(Symbol<TNumber> abscissa) => From(Symbol<double>.Atan2(Wide(this), Wide(abscissa)))!.Value;

    Symbol<TNumber> IStandIn<Symbol<TNumber>>.WholeQuotient(Symbol<TNumber> rest, Symbol<TNumber> divisor, bool isAbove) =>
        From(Symbol<double>.Round((Wide(this) - Wide(rest)) / Wide(divisor)) - (isAbove ? Symbol<double>.One : Symbol<double>.Zero))!.Value;

    private static Symbol<double> Wide(Symbol<TNumber> x) => Symbol<double>.From(x)!.Value;
}
