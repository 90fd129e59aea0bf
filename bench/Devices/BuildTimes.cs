using System.Diagnostics;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Devices;

/// <summary>What the first step of a training waits for.</summary>
/// <param name="Work">The training.</param>
/// <param name="Programs">Compiled for it.</param>
/// <param name="Cold">Seconds of the first step with an empty folder.</param>
/// <param name="Kept">Seconds of the first step of a device that is opened again, and finds them on disk if the back-end keeps them; by round.</param>
/// <param name="Later">Seconds of a step after that.</param>
internal sealed record BuildTime(Work Work, int Programs, double Cold, double[] Kept, double Later)
{
    /// <summary>How much sooner a training begins the second time.</summary>
    public Spread Gain => Spread.Of(Kept.Select(kept => Cold / kept));

    /// <summary>Measures one training.</summary>
    /// <param name="work">Its step.</param>
    /// <param name="driven">Where.</param>
    /// <param name="rounds">How often the device is opened again.</param>
    public static BuildTime Of(Work work, Backend driven, int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("deeppuzzles-bench-").FullName;
        try
        {
            (double cold, int programs, _) = First(work, driven, folder);
            double[] kept = new double[rounds];
            double later = 0;
            for (int round = 0; round < rounds; round++)
            {
                (kept[round], int again, later) = First(work, driven, folder);
                if (again > 0 && driven.KeepsPrograms) throw new InvalidOperationException($"{work}: {again} of {programs} programs were compiled again");
            }
            return new BuildTime(work, programs, cold, kept, later);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Data and weights are put on the device before; what they need to be compiled for it counts as the step's.
    private static (double First, int Programs, double Later) First(Work work, Backend driven, string folder)
    {
        using Backend again = driven.Again(folder);
        long start = Stopwatch.GetTimestamp();
        Local step = work.Ours(again.Device);
        double first = Once();
        start = Stopwatch.GetTimestamp();
        return (first, again.Device.Compiled, Once());

        double Once()
        {
            step.Time(1);
            again.Device.Synchronise();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
