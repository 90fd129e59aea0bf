using System.Diagnostics;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Bench.Devices;

/// <summary>What the first step of a training waits for.</summary>
/// <param name="Work">The training.</param>
/// <param name="Programs">Compiled for it.</param>
/// <param name="Cold">Seconds of the first step with an empty folder.</param>
/// <param name="Kept">Seconds of the first step of a device that finds them on disk, by round.</param>
/// <param name="Later">Seconds of a step after that.</param>
internal sealed record BuildTime(Work Work, int Programs, double Cold, double[] Kept, double Later)
{
    /// <summary>How much sooner a training begins whose programs are on disk.</summary>
    public Spread Gain => Spread.Of(Kept.Select(kept => Cold / kept));

    /// <summary>Measures one training.</summary>
    /// <param name="work">Its step.</param>
    /// <param name="target">Where.</param>
    /// <param name="rounds">How often the programs are loaded.</param>
    public static BuildTime Of(Work work, Target target, int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("deeppuzzles-bench-").FullName;
        try
        {
            (double cold, int programs, _) = First(work, target, folder);
            double[] kept = new double[rounds];
            double later = 0;
            for (int round = 0; round < rounds; round++)
            {
                (kept[round], int again, later) = First(work, target, folder);
                if (again > 0) throw new InvalidOperationException($"{work}: {again} of {programs} programs were compiled again");
            }
            return new BuildTime(work, programs, cold, kept, later);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Data and weights are put on the device before; what they need to be compiled for it counts as the step's.
    private static (double First, int Programs, double Later) First(Work work, Target target, string folder)
    {
        using OpenClDevice device = target.Again(folder)!;
        long start = Stopwatch.GetTimestamp();
        Local step = work.Ours(device);
        double first = Once();
        start = Stopwatch.GetTimestamp();
        return (first, device.Programs.Built, Once());

        double Once()
        {
            step.Time(1);
            device.Synchronise();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
