using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>The report of everything that lies in a folder of results.</summary>
public static class ReportFolder
{
    /// <summary>Rewrites <c>index.html</c>: the known puzzles in their order, then the others. A broken result is left out.</summary>
    /// <exception cref="FileWriteException">The folder cannot be written.</exception>
    public static void Rewrite(ResultFolder folder, IReadOnlyList<Puzzle> known)
    {
        var results = new List<RunResult>();
        if (Directory.Exists(folder.Name))
        {
            foreach (string id in InOrder(folder.Puzzles(), known))
            {
                try
                {
                    if (folder.ResultOf(id) is { } result) results.Add(result);
                }
                catch (ResultException)
                {
                    // A file that another program broke must not stop a run; `report` and `verdict` name it.
                }
            }
        }
        folder.Write(ResultReport.Of(results, known));
    }

    /// <summary>The ids in the order of the puzzles; unknown ones last, as they come.</summary>
    public static IEnumerable<string> InOrder(IEnumerable<string> ids, IReadOnlyList<Puzzle> known) =>
        ids.OrderBy(id => known.Select(puzzle => puzzle.Id).TakeWhile(other => other != id).Count());
}
