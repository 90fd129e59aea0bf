using DeepPuzzles.Kernels.OpenCL;
using Xunit.Sdk;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>No two items of a kernel use one place in memory without a barrier between them, nor any a value that nobody wrote; and where a barrier or a
/// start is missing, the simulator that says so notices.</summary>
public sealed class RaceTests
{
    private const string Barrier = "barrier(CLK_LOCAL_MEM_FENCE);", Whole = "whole";

    // A barrier at the end of a turn keeps it from the next one, so the first group takes all turns and the others find nothing left.
    private const string OneGroup = "#define get_group_id(axis) (get_group_id(axis) << 24)\n#define get_num_groups(axis) 1\n";

    [Fact]
    public void No_kernel_has_a_race() => Assert.Empty(Simulator.Run(Sought.Races, "-class", $"*.{nameof(TinyTests)}"));

    [Fact]
    public void A_removed_barrier_is_found_whichever_it_is()
    {
        if (Simulator.IsHere)
        {
            RunWithoutEach();
            return;
        }
        List<string> told = Simulator.Run(Sought.Races, "-method", $"*.{nameof(A_removed_barrier_is_found_whichever_it_is)}");
        int sections = 0;
        for (int i = 0; i < told.Count; i++)
        {
            if (!told[i].StartsWith(Simulator.Section, StringComparison.Ordinal)) continue;
            sections++;
            bool hasRace = i + 1 < told.Count && !told[i + 1].StartsWith(Simulator.Section, StringComparison.Ordinal);
            Assert.True(hasRace != told[i].EndsWith(Whole, StringComparison.Ordinal), $"{told[i]}: {(hasRace ? told[i + 1] : "no race is found")}");
        }
        Assert.Equal(TinyRuns.Files.Sum(file => 1 + Barriers(file.Text)), sections);
    }

    [Fact]
    public void No_kernel_uses_what_nobody_wrote() =>
        Assert.Empty(Simulator.Run(Sought.Unwritten, "-method", $"*.{nameof(TinyTests)}.{nameof(TinyTests.The_run_of_a_file_compiles_it_and_agrees_with_the_reference)}"));

    [Fact]
    public void A_start_that_is_forgotten_is_found()
    {
        if (!Simulator.IsHere)
        {
            Assert.NotEmpty(Simulator.Run(Sought.Unwritten, "-method", $"*.{nameof(A_start_that_is_forgotten_is_found)}"));
            return;
        }
        const string start = "chain[j] = identity(c);";
        Assert.Contains(start, TinyRuns.Files.Single(file => file.File == "Reduce.cl").Text, StringComparison.Ordinal);
        using var device = new OpenClDevice { Instead = (_, text) => text.Replace(start, ";", StringComparison.Ordinal) };
        try
        {
            TinyRuns.All["Reduce.cl"](new Ferry(device));
        }
        catch (XunitException)
        {
            // A wrong result is no wonder.
        }
    }

    // In the second process: each file whole, then without its first barrier, without its second, …; what the simulator says of it stands below its name.
    private static void RunWithoutEach()
    {
        foreach ((string file, string text) in TinyRuns.Files)
        {
            for (int missing = -1; missing < Barriers(text); missing++)
            {
                Console.Error.WriteLine($"{Simulator.Section}{file} {(missing < 0 ? Whole : $"without barrier {missing}")}");
                int which = missing;
                using var device = new OpenClDevice { Instead = (name, source) => name == file ? Without(which, source) : source };
                try
                {
                    TinyRuns.All[file](new Ferry(device));
                }
                catch (XunitException) when (missing >= 0)
                {
                    // A wrong result is no wonder.
                }
            }
        }
    }

    private static int Barriers(string text) => text.Split(Barrier).Length - 1;

    private static string Without(int missing, string text)
    {
        string[] parts = text.Split(Barrier);
        string rest = parts[0];
        for (int i = 1; i < parts.Length; i++) rest += (i - 1 == missing ? ";" : Barrier) + parts[i];
        return text.Contains("get_num_groups(0)", StringComparison.Ordinal) ? OneGroup + rest : rest;
    }
}
