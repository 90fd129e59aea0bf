using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Pictures of what all seeds measured.
public sealed partial class BlackBox
{
    private const string Share = "share misled", Questions = "questions asked";

    // An attacker keeps its look in all pictures.
    private static readonly (string Name, string Label, int Look)[] s_attackers =
    [
        (Against, "Jacobian, against the label", 2), (Formula, "Jacobian, paper's formula", 0), (AtRandom, "neighbours at random", 1), (Fresh, "fresh images", 3), (Shuffled, "labels in random order", 5),
    ];

    private static List<Figure> Figures(Evidence evidence, Settings s)
    {
        List<Figure> figures = [Pairs(evidence, s), Budget(evidence, s), Sizes(evidence, s), MoonStrip(evidence, s), Oracles(evidence, s)];
        if (s.Grid) figures.AddRange([KindsOfBoth(evidence, s), SmallPortions(evidence)]);
        return figures;
    }

    private static ImageGrid Pairs(Evidence evidence, Settings s)
    {
        var rows = Enumerable.Range(0, PicturesPerSeed)
            .SelectMany(k => evidence.Series($"picture {k}/facts").Select((facts, seed) => (Facts: facts, Images: Of(k, seed))))
            .Where(row => row.Facts.Length > 0).DistinctBy(row => row.Facts[2]).OrderBy(row => row.Facts[2]);
        var tiles = new List<ImageTile?>();
        foreach ((double[] facts, double[][] images) in rows)
        {
            (int width, double[] answers) = ((int)facts[0], [facts[2], facts[3], facts[4]]);
            tiles.AddRange(images.Select((image, i) => new ImageTile(image, width, image.Length / width, evidence.ClassName(answers[i]))));
        }
        return new("pairs", "What the net says, without ever having told more than labels",
            Invariant($"After {evidence.Series($"queries/{Formula}/{Cnn}")[0][^1]:0} questions {100 * evidence.PerSeed($"taken/{Cnn}").Average():0} % of the images that the net gets right mislead it, each pixel moved by ε = {s.Epsilon} (of 1, from black to white); moved as far at random {100 * evidence.PerSeed($"{Noise}/{Cnn}").Average():0} % do. The net was asked for labels only. Below each image: the class that the net gives it. Left: a test image that it gets right. Middle: moved as the substitute trained by the paper's formula suggests. Right: moved as far at random. Of each class the first image that the attack misleads."),
            tiles, 6)
        {
            ColumnHeads = ["image", "attacked", "noise", "image", "attacked", "noise"],
        };

        double[][] Of(int k, int seed) => [.. ((string[])["original", "attacked", "noisy"]).Select(what => evidence.Series($"picture {k}/{what}")[seed])];
    }

    private static Panels Budget(Evidence evidence, Settings s) => new("questions", "What each question buys",
        Invariant($"Above: share of the net's images that are misled by a step of ε = {s.Epsilon} in each pixel that the substitute names. Below: share of which the substitute says what the net says. With each doubling the attacker asks about a neighbour of every image it has: moved by λ = ±{s.Step} in each pixel, by the signs of the Jacobian (the slope of the substitute's output for the image's label), or at random. Fresh images: an attacker who has many images and asks about those only. Mean over seeds, bands are 95 % t intervals."),
        [
            Rounds(evidence, "misled", "Misled", Share, [ReferenceLine.Horizontal("noise, no substitute", evidence.PerSeed($"{Noise}/{Cnn}").Average())]),
            Rounds(evidence, "agreement", "Agreement with the net", "share of the same answer", []),
        ], 1);

    private static LineChart Rounds(Evidence evidence, string what, string title, string axis, IReadOnlyList<ReferenceLine> lines) => new($"questions-{what}", title, "",
        new Axis(Questions) { Log = true }, new Axis(axis) { Min = 0 },
        [.. s_attackers.Select(one => Curve(evidence, one.Label, one.Look, evidence.Series($"queries/{one.Name}/{Cnn}")[0], $"{what}/{one.Name}/{Cnn}"))])
    {
        Lines = lines,
    };

    private static LineChart Sizes(Evidence evidence, Settings s) => new("sizes", "How far each pixel must move",
        Invariant($"Share of the net's images misled when each pixel moves by ε, for attackers after all their questions; mean over seeds, bands are 95 % t intervals. Who knows the net itself needs little. Who knew only labels needs more. Noise (each pixel up or down at random) misleads {100 * evidence.Mean($"sweep/{Noise}")[^1]:0} % at ε = {s.Epsilons[^1]}, a change that is plain to see. Fresh images: an attacker who asked about images of its own only, until it had no more."),
        new Axis("ε, change of each pixel"), new Axis(Share) { Min = 0, Max = 1 },
        [Curve(evidence, "who knows the net", 6, [.. s.Epsilons], $"sweep/{WhiteBox}"), .. s_attackers.Select(one => Curve(evidence, one.Label, one.Look, [.. s.Epsilons], $"sweep/{one.Name}")),
            Curve(evidence, "noise", 4, [.. s.Epsilons], $"sweep/{Noise}")])
    {
        Lines = [ReferenceLine.Vertical("ε of the claims", s.Epsilon)],
    };

    private static Panels MoonStrip(Evidence evidence, Settings s)
    {
        (string Name, string Label)[] attackers = [(Formula, "formula"), (Against, "against the label"), (AtRandom, "at random")];
        return new("moons", "A film of the questions: two moons",
            Invariant($"Seed {evidence.Seeds[0]}. The oracle knows two moons and tells which one a point belongs to. Dots are the points it was asked about, in the colour of its answer; the grey line is the oracle's boundary, which the attacker never sees, the green one the substitute's. From above to below {string.Join(", ", s_moonRounds.Select(round => MoonFirst << round))} questions. Left: neighbours by the paper's formula, three times away from the boundary, where every answer is known beforehand, and then once towards it. Middle: always against the label, and so along the boundary. Right: at random. Above each frame: on how many of 100 new points of the moons both agree, mean over seeds. In the end that is {string.Join(", ", attackers.Select(one => Invariant($"{one.Label} {100 * Agreement(one.Name):0} %")))}: best is {attackers.MaxBy(one => Agreement(one.Name)).Label}."),
            [.. s_moonRounds.SelectMany(round => attackers.Select(one => Frame(one.Name, one.Label, round)))], attackers.Length);

        double Agreement(string name) => evidence.Mean($"moons/{name}/agreement")[^1];

        ScatterChart Frame(string name, string label, int round)
        {
            double[] asked = evidence.Series($"moons/{name}/asked/{round}")[0], labels = evidence.Series($"moons/{name}/labels/{round}")[0];
            double agreement = evidence.Mean($"moons/{name}/agreement")[Array.IndexOf(s_moonRounds, round)];
            return new($"moons-{name}-{round}", Invariant($"{label}, {MoonFirst << round} questions: {100 * agreement:0} %"), "", new Axis("") { Min = 0, Max = 1 }, new Axis("") { Min = 0, Max = 1 },
                [
                    new("upper", Places(0, 0), Places(0, 1)) { Look = 0 }, new("lower", Places(1, 0), Places(1, 1)) { Look = 1 },
                    Line("oracle", evidence.Series("moons/oracle")[0], 6), Line("substitute", evidence.Series($"moons/{name}/boundary/{round}")[0], 2),
                ]);

            double[] Places(int of, int axis) => [.. labels.Select((answer, i) => (answer, place: asked[2 * i + axis])).Where(one => one.answer == of).Select(one => one.place)];
        }

        static Series Line(string label, double[] places, int look) => new(label, Every(places, 0), Every(places, 1)) { Look = look, IsCurve = true };

        static double[] Every(double[] places, int axis) => [.. places.Where((_, i) => i % 2 == axis)];
    }

    private static BarChart Oracles(Evidence evidence, Settings s)
    {
        string[] victims = [Cnn, Neighbours, Tree];
        return new("oracles", "Oracles with and without a gradient",
            Invariant($"Share of an oracle's images misled by a step of ε = {s.Epsilon}: by a substitute trained on its labels (of the net by the paper's formula, of the others with -λ throughout), by untrained ones, and by what asks nothing: noise (each pixel up or down at random), all pixels brighter, all darker. Means over seeds with 95 % t intervals. Only what the attack does beyond the best of the last three counts: {string.Join("; ", victims.Select(Beyond))}."),
            new Axis("oracle"), victims, new Axis(Share) { Min = 0, Max = 1 },
            [
                Bars("substitute trained on its labels", victim => evidence.PerSeed($"taken/{victim}")),
                Bars("untrained substitute", victim => Last(evidence, $"{Untrained}/{victim}")),
                .. s_unasked.Select(step => Bars(step, victim => evidence.PerSeed($"{step}/{victim}"))),
            ]);

        string Beyond(string victim) => Invariant($"{victim} {100 * evidence.PerSeed($"taken/{victim}").Average():0} % against {100 * evidence.PerSeed($"{Best}/{victim}").Average():0} %");

        BarSeries Bars(string label, Func<string, double[]> of) => Estimates.Bars(label, victims.Select(of));
    }

    private static Series Curve(Evidence evidence, string label, int look, double[] x, string name) =>
        new(label, x, evidence.Mean(name)) { Look = look, Low = evidence.Low(name), High = evidence.High(name) };
}
