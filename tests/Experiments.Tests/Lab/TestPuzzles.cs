using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

/// <summary>The settings of the coin.</summary>
public sealed record CoinSettings
{
    [Setting("tosses per seed", Low = 1, High = 1e6, Spec = 10_000)]
    public int Tosses { get; init; } = 2_000;

    [Setting("probability of heads of the treated coin", Low = 0, High = 1)]
    public double Bias { get; init; } = 0.75;

    [Setting("how many parts the tosses come in", Low = 1)]
    public int Parts { get; init; } = 4;
}

/// <summary>A real, small experiment: is a bent coin's share of heads larger than a fair coin's? Tossed with the tensor library.</summary>
public sealed class CoinPuzzle : Puzzle<CoinSettings>
{
    /// <summary>Called at each part of each seed, so that a test can interrupt there.</summary>
    public Action<long, int> AtPart { get; init; } = (_, _) => { };

    public string Name { get; init; } = "coin";

    public int Seeds { get; init; } = 6;

    public override int SeedCount => Seeds;

    public override string Id => $"chance/{Name}";

    public override string Title => "A bent coin";

    public override string Question => "Does a bent coin show more heads than a fair one?";

    public override string Reference => "Bernoulli 1713";

    public override IReadOnlyList<string> Protocol => ["toss a fair and a bent coin equally often", "compare the shares of heads"];

    public override IReadOnlyList<string> Traps => ["few tosses show anything"];

    public override IReadOnlyList<ClaimSpec> Claims =>
    [
        new("more-heads", "A bent coin favours a side.", Reference, "share of heads, bent minus fair", "", Bar.AtLeast(0.15), noEffect: 0)
        {
            Paper = new(null, "no data"),
            Controls = [new("the fair coin is fair", Bar.Within(0.45, 0.55))],
        },
        new("each-seed", "It does so always.", Reference, "share of heads of the bent coin", "share", Bar.AtLeast(0.6).InEverySeed(), noEffect: 0.5),
    ];

    public override bool UsesImages => false;

    public override double Cost => 0.1;

    public override CoinSettings Full => new() { Tosses = 20_000 };

    protected override void Measure(Lab lab, CoinSettings settings, Measurements found)
    {
        found.Add("fair", Share(lab, Arm.Control, settings, out _));
        found.Add("bent", Share(lab, Arm.Treatment, settings, out double[] walk));
        found.Add("walk", walk);
        found.Add("undefined", [double.NaN, double.PositiveInfinity, 0.1 + 0.2, -0.0]);
    }

    protected override Findings Conclude(Evidence evidence, CoinSettings settings)
    {
        double[] fair = evidence.PerSeed("fair"), bent = evidence.PerSeed("bent");
        // A conclusion that sees whether numbers came from a file: infinities must look the same either way.
        bool[] finite = [.. evidence.Series("undefined").Select(values => double.IsInfinity(values[1]))];
        double[] walk = evidence.Mean("walk");
        return new(
            [Claims[0].Judge([.. bent.Zip(fair, (b, f) => b - f)], [fair], [new SanityCheck("nothing is infinite", !finite.Any(x => x))]), Claims[1].Judge(bent)],
            [new LineChart("walk", "Share of heads", "The bent coin's share of heads after each part.", new Axis("part"), new Axis("share"),
                [new("bent", [.. walk.Select((_, i) => i + 1.0)], walk)])]);
    }

    private double Share(Lab lab, Arm arm, CoinSettings settings, out double[] walk)
    {
        RandomStream tosses = lab.Random("tosses", arm);
        walk = new double[settings.Parts];
        double heads = 0;
        for (int part = 0; part < settings.Parts; part++)
        {
            AtPart(lab.Seed, part);
            lab.Report((part + (arm == Arm.Control ? 0 : settings.Parts)) / (2.0 * settings.Parts));
            Tensor faces = tosses.Bernoulli([settings.Tosses / settings.Parts], lab.Choose(arm, 0.5, settings.Bias));
            heads += faces.To(DType.Float64).Sum().Item();
            walk[part] = heads / ((part + 1) * (settings.Tosses / settings.Parts));
        }
        return walk[^1];
    }
}

/// <summary>The settings of the pixels.</summary>
public sealed record PixelSettings
{
    [Setting("pixels drawn per seed", Low = 1)]
    public int Pixels { get; init; } = 500;
}

/// <summary>A puzzle on images whose control fails: it says that drawn pixels are all white, and they are not.</summary>
public sealed class PixelPuzzle : Puzzle<PixelSettings>
{
    public override string Id => "images/pixels";

    public override string Title => "White pixels";

    public override string Question => "Are all pixels white?";

    public override string Reference => "nobody";

    public override IReadOnlyList<string> Protocol => ["draw pixels"];

    public override IReadOnlyList<string> Traps => [];

    public override IReadOnlyList<ClaimSpec> Claims =>
        [new("white", "All is white.", Reference, "mean pixel", "", Bar.AtLeast(0.5)) { Controls = [new("every pixel is white", Bar.AtLeast(1))] }];

    public override double Cost => 0.2;

    protected override void Measure(Lab lab, PixelSettings settings, Measurements found)
    {
        float[] pixels = lab.Data.Train.Slice(0, 100).Pixels();
        RandomStream draws = lab.Random("pixels");
        found.Add("mean", Enumerable.Range(0, settings.Pixels).Average(_ => pixels[draws.Next(pixels.Length)]));
    }

    protected override Findings Conclude(Evidence evidence, PixelSettings settings) =>
        new([Claims[0].Judge(evidence.PerSeed("mean"), [evidence.PerSeed("mean")])], []);
}
