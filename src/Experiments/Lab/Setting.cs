using System.Collections;
using System.Globalization;
using System.Reflection;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Describes one property of a puzzle's settings record: from these the option --set and the command explain are made.</summary>
/// <param name="what">What the number means, with its unit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string what) : Attribute
{
    public string What { get; } = what;

    /// <summary>The smallest value that makes sense.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value that makes sense.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>The size that the specification asks for; a run with less says so.</summary>
    public double Spec { get; init; } = double.NaN;
}

/// <summary>One parameter of a puzzle, by reflection from its settings record. Its name on the command line is the property's in kebab case.
/// Types: int, double, bool, and lists of int or double written with commas; a list may be empty where
/// its default is.</summary>
public sealed class Setting
{
    private readonly PropertyInfo _property;
    private readonly SettingAttribute _attribute;

    private Setting(PropertyInfo property, SettingAttribute attribute) => (_property, _attribute) = (property, attribute);

    /// <summary>The settings of a record type, in the order of declaration.</summary>
    public static IReadOnlyList<Setting> Of(Type record) =>
        [.. record.GetProperties().Where(p => p.GetCustomAttribute<SettingAttribute>() is not null).OrderBy(p => p.MetadataToken)
            .Select(p => new Setting(p, p.GetCustomAttribute<SettingAttribute>()!))];

    public string Name => string.Concat(_property.Name.Select((letter, i) =>
        char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));

    public string What => _attribute.What;

    /// <summary>The value as it is written on the command line.</summary>
    public string Text(object settings) => _property.GetValue(settings) switch
    {
        bool flag => flag ? "true" : "false",
        IEnumerable list => string.Join(',', list.Cast<object>().Select(Invariant)),
        var value => Invariant(value!),
    };

    /// <summary>The values that make sense, in words.</summary>
    public string Range => (double.IsFinite(_attribute.Low), double.IsFinite(_attribute.High)) switch
    {
        (true, true) => $"from {Invariant(_attribute.Low)} to {Invariant(_attribute.High)}",
        (true, false) => $"at least {Invariant(_attribute.Low)}",
        (false, true) => $"at most {Invariant(_attribute.High)}",
        _ => "anything",
    };

    /// <summary>What is smaller than the specification asks for; null when nothing is.</summary>
    public string? Reduced(object settings) =>
        Numbers(settings) is [var value] && value < _attribute.Spec ? $"{What}: {Invariant(value)} instead of {Invariant(_attribute.Spec)}" : null;

    /// <summary>A copy of the settings with this one changed.</summary>
    /// <exception cref="UsageException">The text is no value of this setting's type, or out of its range.</exception>
    public object With(object settings, string text)
    {
        object copy = settings.GetType().GetMethod("<Clone>$")!.Invoke(settings, null)!;
        _property.SetValue(copy, Parse(text));
        foreach (double number in Numbers(copy))
        {
            if (!(number >= _attribute.Low && number <= _attribute.High))
                throw new UsageException($"--set {Name}={FileAccessErrors.Shown(text)}: {What} must be {Range}");
        }
        return copy;
    }

    /// <summary>Demands of a list, each value of which makes an arm of its own, that no value stands there twice.</summary>
    /// <param name="name">As on the command line.</param>
    /// <param name="values">What it is set to.</param>
    /// <exception cref="UsageException">One does.</exception>
    public static void RequireDistinct<T>(string name, IReadOnlyList<T> values)
        where T : notnull
    {
        if (values.GroupBy(value => value).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"{name} has {Invariant(twice.Key)} twice; each value is run once, so name it once");
    }

    private object Parse(string text)
    {
        Type type = _property.PropertyType;
        if (text.Length == 0 && Default.Length == 0) return type == typeof(IReadOnlyList<int>) ? Array.Empty<int>() : Array.Empty<double>();
        try
        {
            if (type == typeof(IReadOnlyList<double>)) return text.Split(',').Select(part => Finite(part)).ToArray();
            if (type == typeof(IReadOnlyList<int>)) return text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            if (type == typeof(bool)) return bool.Parse(text);
            if (type == typeof(int)) return int.Parse(text, CultureInfo.InvariantCulture);
            return Finite(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            string several = text.Contains('=', StringComparison.Ordinal) ? "; each setting has a --set of its own" : "";
            throw new UsageException($"--set {Name}={FileAccessErrors.Shown(text)}: '{FileAccessErrors.Shown(text)}' is not {Kind(type)}{several}; the default is {Name}={Default}");
        }
    }

    // An empty text is an empty list, where the default is one: other lists have a use for at least one number.
    private string Default => Text(Activator.CreateInstance(_property.DeclaringType!)!);

    // Without NumberStyles.AllowThousands, which would read the 0,5 of half the world as 5.
    private static double Finite(string text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : throw new FormatException();

    private static string Kind(Type type) =>
        type == typeof(int) ? "a whole number" : type == typeof(bool) ? "true or false"
        : type == typeof(double) ? "a number" : "a list of numbers with commas between them";

    private double[] Numbers(object settings) => _property.GetValue(settings) switch
    {
        bool => [],
        IEnumerable list => [.. list.Cast<object>().Select(item => System.Convert.ToDouble(item, CultureInfo.InvariantCulture))],
        var value => [System.Convert.ToDouble(value, CultureInfo.InvariantCulture)],
    };

    private static string Invariant(object value) => System.Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
