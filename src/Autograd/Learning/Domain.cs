using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Where the numbers of layers, losses and optimisers must lie, and the line that says so.</summary>
internal static class Domain
{
    /// <summary>How many there are of something.</summary>
    internal static int Count(string who, string what, int value) => value >= 1 ? value : throw new TensorException($"{who}: {value} {what}; there must be at least 1");

    /// <summary>What may be nothing, but not less.</summary>
    internal static double NotNegative(string who, string what, double value) => value >= 0 && double.IsFinite(value) ? value : throw Outside(who, what, value, "it is a number of at least 0");

    /// <summary>The same, or no limit at all.</summary>
    internal static double Limit(string who, double value) => value >= 0 ? value : throw Outside(who, "a limit", value, "it is a number of at least 0");

    /// <summary>The share of the past in a running mean or sum, or of what is dropped: with 1 or more nothing would be forgotten, or left.</summary>
    internal static double Share(string who, string what, double value) => value is >= 0 and < 1 ? value : throw Outside(who, what, value, "it goes from 0 to below 1");

    /// <summary>The share of the new in a running mean: all of it, or nothing, are shares too.</summary>
    internal static double Step(string who, string what, double value) => value is >= 0 and <= 1 ? value : throw Outside(who, what, value, "it goes from 0 to 1");

    /// <summary>What is divided by, or a bound beside which there is something; it may be infinite.</summary>
    internal static double Positive(string who, string what, double value) => value > 0 ? value : throw Outside(who, what, value, "it must be above 0");

    internal static double Finite(string who, string what, double value) => double.IsFinite(value) ? value : throw Outside(who, what, value, "it must be finite");

    private static TensorException Outside(string who, string what, double value, string range) => new(FormattableString.Invariant($"{who}: {what} of {value}; {range}"));
}
