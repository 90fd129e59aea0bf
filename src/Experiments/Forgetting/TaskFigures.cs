using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Pictures that puzzles on task streams share.</summary>
internal static class TaskFigures
{
    /// <summary>How the matrix of <see cref="Known"/> is read.</summary>
    public const string HowToRead = "A row is a moment: after that task was learned; a column is the task that is asked. Read a column downwards: where its numbers fall, the task is forgotten. Empty: not learned yet.";

    /// <summary>The mean accuracy over seeds on each task learned so far (columns) after each task (rows), both in the order of learning.</summary>
    /// <param name="e">With the series accuracy/KEY: row-major, tasks × tasks, shares of images.</param>
    /// <param name="name">Of the strategy, the panel's title.</param>
    /// <param name="key">Of its run.</param>
    /// <param name="low">The accuracy that has the darkest colour; the lightest is 1.</param>
    public static HeatMap Known(Evidence e, string name, string key, double low)
    {
        double[] all = e.Mean($"accuracy/{key}");
        int count = (int)Math.Sqrt(all.Length);
        string[] tasks = [.. Enumerable.Range(1, count).Select(task => $"{task}")];
        double[] known = [.. all.Select((accuracy, cell) => cell % count > cell / count ? double.NaN : accuracy)];
        return new(name, name, "", tasks, tasks, known)
        {
            Min = low,
            Max = 1,
            Empty = "not learned yet",
            RowTitle = "after task",
            ColumnTitle = "task that is asked",
            ValueTitle = "share of test images answered right",
            CellText = [.. known.Select(accuracy => double.IsNaN(accuracy) ? "" : FormattableString.Invariant($"{100 * accuracy:0}"))],
        };
    }
}
