using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>What one seed measured: named numbers and named series of numbers. It is written to disk as it is, so that a run can be resumed
/// and shards can be merged; verdicts and figures are made of nothing else.</summary>
public sealed class Measurements
{
    private readonly SortedDictionary<string, double[]> _series = new(StringComparer.Ordinal);

    /// <summary>The series by name; a single number is a series of one.</summary>
    public IReadOnlyDictionary<string, double[]> Series => _series;

    /// <summary>Notes a single number.</summary>
    public void Add(string name, double value) => Add(name, [value]);

    /// <summary>Notes a series.</summary>
    public void Add(string name, IEnumerable<double> values)
    {
        if (!_series.TryAdd(name, [.. values])) throw new InvalidOperationException($"'{FileAccessErrors.Shown(name)}' was measured twice");
    }
}

/// <summary>What all seeds measured, for the verdict and the figures.</summary>
/// <param name="seeds">One for each of the measurements, in their order.</param>
/// <param name="measurements">What each seed measured.</param>
/// <param name="dataset">The name of the images' data set; null for a puzzle without images.</param>
public sealed class Evidence(IReadOnlyList<long> seeds, IReadOnlyList<Measurements> measurements, string? dataset = null)
{
    private readonly IReadOnlyList<string> _classes = DataCatalog.Classes(dataset);

    public IReadOnlyList<long> Seeds { get; } = seeds;

    /// <summary>What some of the seeds measured.</summary>
    /// <param name="places">Of those seeds among all.</param>
    public Evidence Of(IReadOnlyList<int> places) => new([.. places.Select(place => Seeds[place])], [.. places.Select(place => measurements[place])]);

    /// <summary>The names of everything that was measured.</summary>
    public IEnumerable<string> Names => measurements[0].Series.Keys;

    /// <summary>What the images of a class show, "sneaker"; "class 7" where it has no name but its number.</summary>
    public string ClassName(double label) => label < _classes.Count ? _classes[(int)label] : FormattableString.Invariant($"class {label}");

    /// <summary>A single number, one per seed.</summary>
    public double[] PerSeed(string name) => [.. measurements.Select(m => m.Series[name] is [var value] ? value : throw new InvalidOperationException($"'{name}' is a series, not one number per seed"))];

    /// <summary>A series, one per seed.</summary>
    public double[][] Series(string name) => [.. measurements.Select(m => m.Series[name])];

    /// <summary>The mean of a series over seeds, point by point.</summary>
    public double[] Mean(string name) => OverSeeds(name, values => Sample.MeanOf(values));

    /// <summary>The lower end of the 95 % t interval of a series, point by point.</summary>
    public double[] Low(string name) => OverSeeds(name, values => TTest.OneSample(values).Ci.Low);

    /// <summary>The upper end of the 95 % t interval of a series, point by point.</summary>
    public double[] High(string name) => OverSeeds(name, values => TTest.OneSample(values).Ci.High);

    private double[] OverSeeds(string name, Func<double[], double> summary)
    {
        double[][] all = Series(name);
        int points = all.Min(series => series.Length);
        return [.. Enumerable.Range(0, points).Select(point => summary([.. all.Select(series => series[point])]))];
    }
}
