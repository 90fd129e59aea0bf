using System.Globalization;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>The paper's number, null where it gives none, with a note: same data? same scale?</summary>
public sealed record PaperValue(double? Value, string Note);

/// <summary>A control, declared before the run: what it shows, and the bound that its own metric must keep.</summary>
public sealed record ControlSpec(string What, Bar Bound);

/// <summary>A fact that must hold for the run to mean anything (a count, a checksum, an exact identity).</summary>
public sealed record SanityCheck(string What, bool Passed);

/// <summary>A claim as it is declared before the run. <see cref="Judge"/> adds what the run measured and gives the verdict.</summary>
public sealed record ClaimSpec
{
    /// <summary>What claims quote.</summary>
    public const string Essay = "Joan Serrà's essay When the state of the art is ahead of the state of understanding (Mètode, 2018)";

    /// <param name="id">The claim's name within its puzzle.</param>
    /// <param name="quote">The essay's sentence.</param>
    /// <param name="reference">The paper that the essay cites for it.</param>
    /// <param name="metric">What one number per seed measures.</param>
    /// <param name="unit">The metric's unit.</param>
    /// <param name="bar">What the metric must reach; carries the kind.</param>
    /// <param name="noEffect">
    /// The metric's value if the phenomenon did not exist; it may not meet the bar (it may sit on its edge). Without one no verdict is
    /// <see cref="Verdict.Partial"/>. For an equivalence it is the centre, and need not be given.
    /// </param>
    public ClaimSpec(string id, string quote, string reference, string metric, string unit, Bar bar, double? noEffect = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(quote);
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        ArgumentException.ThrowIfNullOrWhiteSpace(metric);
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(bar);
        (Id, Quote, Reference, Metric, Unit, Bar) = (id, quote, reference, metric, unit, bar);
        NoEffect = bar.Kind switch
        {
            ClaimKind.Equivalence when noEffect is null || noEffect == bar.Center => bar.Center,
            ClaimKind.Equivalence => throw Bad("is not the centre of the equivalence"),
            ClaimKind.Illustration => null,
            _ when noEffect is double value && !double.IsFinite(value) => throw Bad("is not a finite number"),
            _ when noEffect > bar.Region.Low && noEffect < bar.Region.High => throw Bad("would meet the bar"),
            _ => noEffect,
        };

        ArgumentException Bad(string why) => new(string.Create(
            CultureInfo.InvariantCulture, $"claim {id}: the value of 'no effect', {noEffect}, {why} ({bar})"), nameof(noEffect));
    }

    public string Id { get; }

    public string Quote { get; }

    public string Reference { get; }

    public string Metric { get; }

    public string Unit { get; }

    public Bar Bar { get; }

    public double? NoEffect { get; }

    public PaperValue? Paper { get; init; }

    public IReadOnlyList<ControlSpec> Controls { get; init; } = [];

    /// <summary>The claim with its verdict.</summary>
    /// <param name="measured">The metric per seed.</param>
    /// <param name="controls">Each control's own metric per seed, in the order of <see cref="Controls"/>.</param>
    /// <param name="sanity">Facts that must hold.</param>
    public Claim Judge(Measured measured, IReadOnlyList<Measured>? controls = null, IReadOnlyList<SanityCheck>? sanity = null)
    {
        if ((controls?.Count ?? 0) != Controls.Count)
            throw new ArgumentException($"claim {Id} declares {Controls.Count} controls, {controls?.Count ?? 0} were measured");
        ControlResult[] results = [.. Controls.Select((spec, i) => ControlResult.Of(spec, controls![i]))];
        Estimate estimate = measured.Under(Bar, NoEffect);
        Decision decision = VerdictRules.Decide(this, measured, estimate, results, sanity ?? []);
        return new Claim
        {
            Id = Id,
            Quote = Quote,
            Reference = Reference,
            Metric = Metric,
            Unit = Unit,
            Bar = Bar,
            NoEffect = NoEffect,
            Paper = Paper,
            Test = estimate.Test,
            P = estimate.P,
            Value = estimate.Value,
            Ci = estimate.Ci,
            N = estimate.N,
            PerSeed = [.. measured.PerSeed],
            SeedsNeeded = decision.SeedsNeeded,
            Controls = results,
            Verdict = decision.Verdict,
            Note = decision.Note,
        };
    }
}
