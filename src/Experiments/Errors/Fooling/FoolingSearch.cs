using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Experiments.Methods.Evolution;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>What a search for fooling images came to.</summary>
/// <param name="Images">One for each class and repetition, pixels in [0, 1].</param>
/// <param name="Classes">What each is to be taken for.</param>
/// <param name="Checkpoints">Generations or steps; empty where none were noted.</param>
/// <param name="Medians">At each checkpoint the median log-odds of the images.</param>
/// <param name="Forebears">Of each image of the first repetition its forebears at the checkpoints, the oldest first.</param>
/// <param name="Crowd">The candidates of the last generations.</param>
internal sealed record Fooled(float[][] Images, int[] Classes, double[] Checkpoints, double[] Medians, float[][][] Forebears, float[][] Crowd);

/// <summary>Looks for images that a classifier is sure of. Control and treatment differ in one thing: the control's fitness is a random number.</summary>
/// <param name="lab">Streams and device.</param>
/// <param name="s">Sizes.</param>
internal sealed class FoolingSearch(Lab lab, Fooling.Settings s)
{
    /// <summary>So many last generations are kept for retraining; the last one is kept back from it.</summary>
    public const int Kept = 6;

    private static readonly int[] s_checkpoints = [0, 1, 2, 5, 10, 20, 50, 100, 150, 200, 300, 400, 500, 700, 1000, 2000];

    private int Classes => lab.Data.Classes;

    /// <summary>MAP-Elites with a cell for each class, on pixels.</summary>
    public Fooled OnPixels(Arm arm, string against, Func<Tensor, Tensor> logits, int? generations = null) =>
        Evolve(arm, $"pixels against {against}", new PixelEncoding(lab.Data.Test.PixelsPerImage), image => image, logits, generations ?? s.Generations);

    /// <summary>MAP-Elites with a cell for each class, on networks that paint.</summary>
    public Fooled OnPatterns(Arm arm, string against, Func<Tensor, Tensor> logits)
    {
        PatternGrid grid = PatternGrid.Numbered(lab.Data.Width, lab.Data.Height);
        return Evolve(arm, $"patterns against {against}", new PatternEncoding { Outputs = lab.Data.Channels }, pattern => pattern.Paint(grid), logits, s.PatternGenerations);
    }

    /// <summary>Steps along the sign of the gradient from noise; the control climbs a random plane.</summary>
    public Fooled Ascent(Arm arm, string against, Func<Tensor, Tensor> logits)
    {
        using var scope = MemoryScope.Open();
        int[] classes = Repeated();
        int pixels = lab.Data.Test.PixelsPerImage;
        Tensor start = lab.Random($"start of ascent against {against}", arm).Uniform([classes.Length, pixels]);
        Tensor plane = lab.Random($"plane of ascent against {against}", arm).Normal([pixels, Classes]);
        Func<Tensor, Tensor> climbed = lab.Choose<Func<Tensor, Tensor>>(arm, control: x => x.MatMul(plane), treatment: logits);
        var ascent = new ProjectedGradient { Epsilon = 1, StepCount = s.AscentSteps, StepSize = s.AscentStep, Loss = AttackLoss.CrossEntropy };
        float[][] images = [.. ascent.Perturb(climbed, start, [.. classes.Select(AttackGoal.Become)]).ToArray<float>().Chunk(pixels)];
        return new Fooled(images, classes, [], [], [], []);
    }

    /// <summary>The log-odds of each image's class.</summary>
    public double[] LogOdds(Func<Tensor, Tensor> logits, Fooled of) => LogOdds(logits, of.Images, of.Classes);

    /// <summary>The log-odds of each image's class.</summary>
    public double[] LogOdds(Func<Tensor, Tensor> logits, float[][] images, int[] classes) =>
        [.. Odds(logits, images).Zip(classes, (row, k) => row[k])];

    /// <summary>The log-odds of every class for each image.</summary>
    public double[][] Odds(Func<Tensor, Tensor> logits, IReadOnlyList<float[]> images)
    {
        using var scope = MemoryScope.Open();
        return Belief.LogOdds(logits, Images(images), Classes);
    }

    /// <summary>[n, pixels].</summary>
    public Tensor Images(IReadOnlyList<float[]> images)
    {
        int pixels = lab.Data.Test.PixelsPerImage;
        var all = new float[images.Count * pixels];
        for (int i = 0; i < images.Count; i++) images[i].CopyTo(all, i * pixels);
        return Tensor.From(all, [images.Count, pixels], lab.Device);
    }

    private Fooled Evolve<T>(Arm arm, string name, IEncoding<T> encoding, Func<T, float[]> paint, Func<Tensor, Tensor> logits, int generations)
    {
        bool seeks = lab.Choose(arm, control: false, treatment: true);
        int[] checkpoints = [.. s_checkpoints.Append(s.RoundGenerations).Distinct().Order().Where(g => g < generations), generations];
        double[][] medians = [.. checkpoints.Select(_ => new double[s.Repetitions * Classes])];
        var images = new List<float[]>();
        var crowd = new List<float[]>();
        float[][][] forebears = [];
        for (int repetition = 0; repetition < s.Repetitions; repetition++)
        {
            RandomStream chance = lab.Random($"{name}, random fitness {repetition}", arm);
            var search = new MapElites<T>(encoding, Classes, Fitness, lab.Random($"{name} {repetition}", arm), s.Population);
            for (int at = 0; at < checkpoints.Length; at++)
            {
                while (search.Generation < checkpoints[at])
                {
                    search.Step();
                    if (repetition == 0 && search.Generation > generations - Kept) crowd.AddRange(search.Population.Select(one => paint(one.Genome)));
                }
                Note(search.Archive).CopyTo(medians[at], repetition * Classes);
            }
            images.AddRange(search.Archive.Elites.Select(elite => paint(elite.Candidate.Genome)));
            if (repetition == 0)
                forebears = [.. search.Archive.Elites.Select(elite => checkpoints.Select(g => paint(elite.Candidate.Lineage().First(one => one.Born <= g).Genome)).ToArray())];

            double[][] Fitness(IReadOnlyList<T> genomes) => seeks
                ? Odds(logits, [.. genomes.Select(paint)])
                : [.. chance.HostUniform(genomes.Count * Classes).Chunk(Classes)];

            double[] Note(EliteArchive<T> archive) =>
                LogOdds(logits, [.. archive.Elites.Select(elite => paint(elite.Candidate.Genome))], [.. archive.Elites.Select(elite => elite.Cell)]);
        }
        return new Fooled([.. images], Repeated(), [.. checkpoints.Select(g => (double)g)], [.. medians.Select(values => Sample.MedianOf(values))], forebears, [.. crowd]);
    }

    private int[] Repeated() => [.. Enumerable.Range(0, s.Repetitions * Classes).Select(i => i % Classes)];
}
