using DeepPuzzles.Experiments.Reporting;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A claim about deep networks as an experiment: what is asked, what is measured per seed, and what is concluded from all seeds.
/// Derive from <see cref="Puzzle{TSettings}"/>.</summary>
public abstract class Puzzle
{
    /// <summary>Part and name, as on the command line: forgetting/arithmetic-facts.</summary>
    public abstract string Id { get; }

    public abstract string Title { get; }

    /// <summary>The question in a sentence or two, for a reader who knows nothing yet.</summary>
    public abstract string Question { get; }

    public abstract string Reference { get; }

    /// <summary>How it is done, a step a line.</summary>
    public abstract IReadOnlyList<string> Protocol { get; }

    /// <summary>What misleads in this experiment, and how it is avoided.</summary>
    public abstract IReadOnlyList<string> Traps { get; }

    /// <summary>The claims with their bars and controls, declared before any run.</summary>
    public abstract IReadOnlyList<ClaimSpec> Claims { get; }

    /// <summary>True when the puzzle needs images.</summary>
    public virtual bool UsesImages => true;

    /// <summary>How many seeds a run has unless --seeds says otherwise; the first is 1000.</summary>
    public virtual int SeedCount => 6;

    /// <summary>For the order of a run, cheapest first: about how long a quick run takes, in seconds.</summary>
    public abstract double Cost { get; }

    /// <summary>The type that its nets compute in.</summary>
    public virtual DType Dtype => DType.Float32;

    public string Group => Id[..Id.IndexOf('/', StringComparison.Ordinal)];

    public abstract Type SettingsType { get; }

    /// <summary>The settings of a quick or a full run.</summary>
    public abstract object Defaults(bool full);

    /// <summary>Demands, before anything is run or replaced, that settings fit to each other.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    public abstract void Require(object settings);

    /// <summary>What one seed measures. Deterministic: the same seed and settings give the same bits.</summary>
    public abstract Measurements Measure(Lab lab, object settings);

    /// <summary>Verdicts and figures from what all seeds measured.</summary>
    public abstract Findings Conclude(Evidence evidence, object settings);
}

/// <summary>A puzzle whose settings are one record, each property described by a <see cref="SettingAttribute"/>.</summary>
public abstract class Puzzle<TSettings> : Puzzle
    where TSettings : class, new()
{
    /// <summary>The settings of a quick run: the record's defaults.</summary>
    public virtual TSettings Quick => new();

    /// <summary>The settings of a full run.</summary>
    public virtual TSettings Full => Quick;

    public sealed override Type SettingsType => typeof(TSettings);

    public sealed override object Defaults(bool full) => full ? Full : Quick;

    public sealed override void Require(object settings) => Require((TSettings)settings);

    public sealed override Measurements Measure(Lab lab, object settings)
    {
        var measurements = new Measurements();
        Measure(lab, (TSettings)settings, measurements);
        return measurements;
    }

    public sealed override Findings Conclude(Evidence evidence, object settings) => Conclude(evidence, (TSettings)settings);

    protected virtual void Require(TSettings settings)
    {
    }

    protected abstract void Measure(Lab lab, TSettings settings, Measurements found);

    protected abstract Findings Conclude(Evidence evidence, TSettings settings);
}

/// <summary>What a puzzle concludes.</summary>
public sealed record Findings(IReadOnlyList<Claim> Claims, IReadOnlyList<Figure> Figures);
