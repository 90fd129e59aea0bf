using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

// Pictures of the masks, and of all strategies beside joint learning.
public sealed partial class HardAttention
{
    private const int Moments = 21;

    private static Panels Masks(Evidence e, Settings s)
    {
        int[] before = [.. s.Hidden.Select((_, layer) => s.Hidden.Take(layer).Sum())];
        return new("masks", "Which units each task uses, task-incremental",
            $"Seed {e.Seeds[0]}, pairs of classes: the first {UnitsShown} units of each hidden layer, a column each; a row is a task; empty cells are units that are off and free. A task takes new units or shares those of tasks before it, and between shared units it cannot change a weight; the more is taken, the less is left for the next.",
            [.. s.Hidden.Select((units, layer) => Layer(layer, Math.Min(UnitsShown, units)))], 1);

        HeatMap Layer(int layer, int shown)
        {
            var kinds = new double[s.Tasks * shown];
            for (int unit = 0; unit < shown; unit++)
            {
                bool taken = false;
                for (int task = 0; task < s.Tasks; task++)
                {
                    bool on = e.Series($"mask/{TaskRuns.Split}/{task}")[0][before[layer] + unit] > On;
                    kinds[task * shown + unit] = (on, taken) switch { (true, false) => 0, (true, true) => 1, (false, true) => 2, _ => double.NaN };
                    taken |= on;
                }
            }
            return new($"layer{layer + 1}", $"hidden layer {layer + 1}", "", [.. Enumerable.Range(1, s.Tasks).Select(task => $"task {task}")], [.. Enumerable.Range(1, shown).Select(unit => $"{unit}")], kinds)
            { Categories = ["on, taken now", "on, shared with a task before", "off, kept for a task before"], Empty = "off, free", ColumnTitle = "unit" };
        }
    }

    private static HeatMap Hardening(Evidence e, Settings s)
    {
        double[] numbers = [.. e.Series("embedding")[0].Order()];
        double[] scales = [.. Enumerable.Range(0, Moments).Select(i => Math.Pow(s.LargestScale, 2 * i / (Moments - 1.0) - 1))];
        double[] a = [.. from number in numbers from scale in scales select 1 / (1 + Math.Exp(-number * scale))];
        return new("hardening", "How a soft mask becomes a hard one",
            $"Seed {e.Seeds[0]}: a = σ(s·e) of {numbers.Length} units of the first layer, computed from the numbers e that the first task ended with, as s grows from 1/s_max to s_max within an epoch; its steps are even, so that most of the picture is the epoch's beginning. There every unit is half on, and e can learn which to keep; soon each is on or off.",
            [.. numbers.Select(number => FormattableString.Invariant($"{number:0.00}"))], [.. scales.Select(scale => FormattableString.Invariant($"{scale:G3}"))], a)
        { Min = 0, Max = 1, RowTitle = "e of a unit", ColumnTitle = "s", ValueTitle = "a, the share of the unit that is let through" };
    }

    private static LineChart Rhos(Evidence e, string benchmark, int tasks) => new(benchmark == TaskRuns.Split ? "rho" : "rho-mixture", "Compared with learning all together, task-incremental",
        $"ρ over the tasks so far, {(benchmark == TaskRuns.Split ? "pairs of classes" : "eight tasks of different kinds")}: 0 is as good as a net that learned them all together, trained anew for each number of tasks; -1 as bad as guessing. Mean of the seeds with its 95 % interval.",
        new Axis("tasks learned"), new Axis("ρ"),
        [.. s_shown.Select(name => Estimates.Points(name, Places(tasks), Enumerable.Range(0, tasks).Select(after => Rho(e, name, benchmark, after))))]);
}
