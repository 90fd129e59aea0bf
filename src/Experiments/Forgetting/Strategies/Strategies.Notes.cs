using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;

namespace DeepPuzzles.Experiments.Forgetting;

// What stands beside the verdicts: what simpler means do, and where the essay's sentence holds.
public sealed partial class Strategies
{
    private static readonly string[] s_penalties = [WithEwc, WithSi, WithLwf], s_simple = [Plain, Frozen, Slower];

    private static void AddNotes(Claim[] claims, Evidence e, Settings s)
    {
        for (int i = 0; i < s_penalties.Length; i++) claims[i] = Noted(claims[i], Gains(e, s, s_penalties[i]));
        claims[0] = Noted(claims[0], $"forgetting minus that of EWC with all weights of a layer pulled alike {Text(Sample.Differences(Forgetting(e, WithEwc, s), Forgetting(e, LevelFisher, s)))}");
        claims[3] = Noted(claims[3], Sentence(e, s));
        claims[5] = Noted(claims[5], Decades(e, s));
        claims[6] = Noted(claims[6], $"{s.PerClass} images for each class");
    }

    private static Claim Noted(Claim claim, string more) => claim with { Note = $"{claim.Note}; {more}" };

    // Average accuracy at the end over all orders.
    private static double[] Gain(Evidence e, Settings s, string name, string over) =>
        Sample.Differences(OverOrders(e, name, s, matrix => matrix.Average), OverOrders(e, over, s, matrix => matrix.Average));

    private static string Gains(Evidence e, Settings s, string name) =>
        $"average accuracy at the end {string.Join(", ", s_simple.Select(over => $"minus {over} {Text(Gain(e, s, name, over))}"))}: {Standing(e, s, name)}";

    // What simpler means it beats, and what beats it, with the whole interval.
    private static string Standing(Evidence e, Settings s, string name)
    {
        string[] worse = [.. s_simple.Where(over => Ends(Gain(e, s, name, over)).Low > 0)], better = [.. s_simple.Where(over => Ends(Gain(e, s, name, over)).High < 0)];
        return $"{name} beats {string.Join(" and ", worse.DefaultIfEmpty("none of them"))}{(better.Length == 0 ? "" : $" and is beaten by {string.Join(" and ", better)}")}";
    }

    // The essay says that the former task is forgotten completely.
    private static string Sentence(Evidence e, Settings s) =>
        $"accuracy of naive training at the end on the tasks before the last: {string.Join(", ", s_scenarios.Select(scenario => FormattableString.Invariant($"{scenario.Title()} {Text(Former(e, scenario))} (chance {Guess(e, scenario):0.00})")))}: forgotten completely, so that no more than chance is left, {Holds(e)}";

    private static string Holds(Evidence e)
    {
        (Scenario Scenario, Interval Left)[] all = [.. s_scenarios.Select(scenario => (scenario, Ends(Former(e, scenario))))];
        string[] whole = Those(part => part.Left.High <= Guess(e, part.Scenario)), not = Those(part => part.Left.Low > Guess(e, part.Scenario));
        string[] open = [.. s_scenarios.Select(scenario => scenario.Title()).Except([.. whole, .. not])];
        return string.Join(", ", new[] { (whole, "holds"), (not, "does not hold"), (open, "is not decided") }.Where(part => part.Item1.Length > 0).Select(part => $"{part.Item2} in {string.Join(" and ", part.Item1)}"));

        string[] Those(Func<(Scenario Scenario, Interval Left), bool> that) => [.. all.Where(that).Select(part => part.Scenario.Title())];
    }

    private static double[] Former(Evidence e, Scenario scenario) => Each(e, Plain, scenario, matrix => Enumerable.Range(0, matrix.Tasks - 1).Average(task => matrix[matrix.Tasks - 1, task]));

    // Of guessing among the outputs that are asked at the end.
    private static double Guess(Evidence e, Scenario scenario) => 1 / e.Mean("outputs")[Array.IndexOf(s_scenarios, scenario)];

    // Between the two smallest and the two largest memories; a straight line over log10 would have the same there.
    private static string Decades(Evidence e, Settings s)
    {
        int[] sizes = [.. s.Memories.Order()];
        double[] first = PerDecade(e, sizes[0], sizes[1]), last = PerDecade(e, sizes[^2], sizes[^1]);
        Interval apart = Ends(Sample.Differences(last, first));
        string shape = sizes.Length < 3 || !double.IsFinite(apart.Low) ? "" : apart.High < 0 ? ": it levels off, and is not log-linear" : apart.Low > 0 ? ": it steepens, and is not log-linear" : ": no difference from log-linear growth is seen";
        return $"from {sizes[0]} to {sizes[1]} images it rises by {Text(first)} a decade, from {sizes[^2]} to {sizes[^1]} by {Text(last)}{shape}";
    }

    private static double[] PerDecade(Evidence e, int few, int many) =>
        [.. Sample.Differences(Average(e, Remembered(many), Class), Average(e, Remembered(few), Class)).Select(gain => gain / Math.Log10((double)many / few))];

    private static string Text(double[] seeds)
    {
        Interval ends = Ends(seeds);
        string mean = FormattableString.Invariant($"{seeds.Average():0.000}");
        return double.IsFinite(ends.Low) ? FormattableString.Invariant($"{mean} [{ends.Low:0.000}, {ends.High:0.000}]") : mean;
    }
}
