namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>The Square attack (Andriushchenko et al. 2020): random search by queries alone, without a gradient. Each query changes a square window of
/// the perturbation at a random place, and is kept if it lowers the margin; windows shrink on a schedule. Masked gradients do not stop it.</summary>
/// <remarks>An image is [height, width] or [channels, height, width]. A vector is taken for one row of pixels unless <see cref="Width"/> says how
/// wide the image is. For L2 its windows are not quite those of the authors' code: there sides are odd and at least 3 pixels (here any from 1 on),
/// both halves of a pattern weigh the same (here as eq. 2 gives them), a pattern lies the same way in all channels (here each draws its own), and the
/// first tiles leave the same border on both sides (here at the right and at the bottom). Nothing of this leads out of the ball; the authors' windows
/// may find a little more for the same queries.</remarks>
public sealed partial class SquareAttack : BoundedAttack
{
    // The share of pixels in a window is halved after so many of 10,000 queries; other budgets in proportion (the authors' schedule).
    private const double ScheduleLength = 10_000;
    private static readonly int[] s_halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

    // A window that would change nothing is drawn again, so often.
    private const int Redraws = 10;

    /// <summary>The most queries for an image.</summary>
    public int MaxQueries { get; init; } = 1000;

    /// <summary>The share of the pixels in the first windows (the authors' p, <c>p_init</c>).</summary>
    public double FirstShare { get; init; } = 0.8;

    /// <summary>The width of images that come as vectors, in pixels.</summary>
    public int? Width { get; init; }

    private protected override bool IsRandom => true;

    private protected override IEnumerable<Ask> Steps(Subject subject)
    {
        double[] clean = [.. subject.Image];
        Ask ask = subject.Classify(clean);
        yield return ask;
        double least = Margin(subject, ask.Logits[0]);
        double[] best = clean;
        if (subject.Stops(clean, ask.Logits[0])) yield break;
        var search = new Windows(subject, Around(subject), Epsilon, Norm, Width);
        for (int query = 1; query < MaxQueries; query++)
        {
            double[] x = query == 1 ? search.First() : search.Next(best, FirstShare * Share(query));
            ask = subject.Classify(x);
            yield return ask;
            if (subject.Stops(x, ask.Logits[0])) yield break;
            double value = Margin(subject, ask.Logits[0]);
            // The first perturbation is taken as it is: windows need one to change.
            if (value < least || query == 1) (least, best) = (value, x);
        }
        subject.EndAt(best, least);
    }

    private double Share(int query) => Math.Pow(0.5, s_halvings.Count(after => query * ScheduleLength / MaxQueries > after));

    private static double Margin(Subject subject, double[] logits) => AttackLoss.Margin.At(logits, subject.Goal, new double[logits.Length]);

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        base.Require(goals);
        AtLeast("a number of queries", MaxQueries, 2);
        AtLeast("a share of pixels", FirstShare, 0);
        AtLeast("a width", Width ?? 1, 1);
    }
}
