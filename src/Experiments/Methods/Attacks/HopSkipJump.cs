using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>HopSkipJump (Chen, Jordan and Wainwright 2020, alg. 2), a search along the boundary that looks at nothing but answers, in L2: from the
/// boundary between the image and any image that reaches the goal, the direction of the boundary is estimated from the answers at random points
/// around, a step goes across it, and bisection towards the image finds the boundary again, nearer. For classifiers without gradients give
/// <see cref="LabelOracle.Votes"/> as the logits.</summary>
public sealed class HopSkipJump : SteppedAttack
{
    // The first estimate looks so far around (the authors' 0.1 of the pixel range).
    private const double FirstRadius = 0.1;

    // How near to the boundary is near enough, at most. The authors' share of the way is larger below 22 pixels, and for one pixel is the whole way.
    private const double LargestNear = 0.01;

    // A step that crosses nothing is halved, so often.
    private const int Halvings = 30;

    /// <summary>How many steps are taken along the boundary.</summary>
    public int StepCount { get; init; } = 20;

    /// <summary>How many random points the first estimate asks about; the t-th asks about √t times as many.</summary>
    public int FirstPoints { get; init; } = 100;

    /// <summary>The most random points for an estimate.</summary>
    public int MostPoints { get; init; } = 1000;

    /// <summary>How many random images, even in [0, 1], are tried to begin from (the field's initialisation trials).</summary>
    public int Beginnings { get; init; } = 100;

    /// <summary>Images [m, ...] to begin from, tried in their order before random ones; to aim at a class give one of it, for random images seldom
    /// are.</summary>
    public Tensor? Starts { get; init; }

    private protected override bool IsRandom => true;

    private protected override IEnumerable<Ask> Steps(Subject subject)
    {
        double[] image = subject.Image;
        double[] x = [.. image];
        int size = image.Length;
        foreach (double[] beginning in From(subject))
        {
            x = beginning;
            Ask first = subject.Classify(x);
            yield return first;
            if (subject.Offer(x, first.Logits[0])) break;
        }
        if (subject.Best is null || Ball.Length(x, image) == 0) yield break;

        // The authors' γ = 1: how near to the boundary is near enough, as a share of the way.
        double near = Math.Min(1 / (size * Math.Sqrt(size)), LargestNear);
        for (int step = 1; ; step++)
        {
            double low = 0, high = 1;
            double[] far = x;
            while (high - low > near)
            {
                double share = (low + high) / 2;
                double[] middle = [.. image.Select((pixel, i) => pixel + share * (far[i] - pixel))];
                Ask ask = subject.Classify(middle);
                yield return ask;
                if (subject.Offer(middle, ask.Logits[0])) (high, x) = (share, middle);
                else low = share;
            }
            if (step > StepCount) yield break;

            double distance = Ball.Length(x, image), radius = step == 1 ? FirstRadius : Math.Sqrt(size) * near * distance;
            double[][] directions = Directions(subject.Random, Math.Min((int)(FirstPoints * Math.Sqrt(step)), MostPoints), size);
            double[] edge = x;
            Ask around = subject.Classify([.. directions.Select(u => Moved(edge, u, radius))]);
            yield return around;
            double[] across = Across(subject, around, edge);

            double[] next = x;
            double length = distance / Math.Sqrt(step);
            for (int halving = 0; halving < Halvings; halving++, length /= 2)
            {
                next = Moved(edge, across, length);
                Ask ask = subject.Classify(next);
                yield return ask;
                if (subject.Offer(next, ask.Logits[0])) break;
                next = edge;
            }
            x = next;
        }
    }

    // The image itself, the given images, random ones.
    private IEnumerable<double[]> From(Subject subject)
    {
        yield return [.. subject.Image];
        if (Starts is not null)
        {
            if (Starts.Rank == 0 || Starts.Shape.Without(0) != subject.Shape) throw new TensorException($"boundary search: the images to begin from are {Starts.Shape}, the image attacked {subject.Shape}; they must be [m, ...] of the same");
            foreach (double[] start in Starts.To(DType.Float64).ToArray<double>().Chunk(subject.Image.Length)) yield return [.. start];
        }
        for (int draw = 0; draw < Beginnings; draw++) yield return subject.Random.HostUniform(subject.Image.Length);
    }

    private static double[][] Directions(RandomStream random, int count, int size) =>
        [.. Ball.Normal(random, count * size).Chunk(size).Select(u =>
        {
            double length = Math.Sqrt(u.Sum(one => one * one));
            return u.Select(one => one / length).ToArray();
        })];

    // Eq. 12: the mean of the directions, weighted by the answers less their mean, which lowers the variance.
    private static double[] Across(Subject subject, Ask around, double[] edge)
    {
        double[] answers = [.. around.Logits.Select(logits => subject.IsReached(logits) ? 1.0 : -1)], across = new double[edge.Length];
        double mean = answers.Average();
        for (int b = 0; b < answers.Length; b++)
        {
            double weight = Math.Abs(mean) == 1 ? mean : answers[b] - mean;
            double[] point = around.Points[b];
            for (int i = 0; i < across.Length; i++) across[i] += weight * (point[i] - edge[i]);     // as it was after the cut at the box
        }
        double length = Math.Sqrt(across.Sum(one => one * one));
        return length > 0 ? [.. across.Select(one => one / length)] : across;
    }

    private static double[] Moved(double[] x, double[] direction, double length) => [.. x.Select((pixel, i) => Math.Clamp(pixel + length * direction[i], 0, 1))];

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        AtLeast("a number of steps", StepCount, 1);
        AtLeast("a number of points", FirstPoints, 1);
        AtLeast("a number of points", MostPoints, 1);
        AtLeast("a number of beginnings", Beginnings, 0);
    }
}
