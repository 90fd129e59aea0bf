using System.Diagnostics;
using DeepPuzzles.Bench.Measure;

namespace DeepPuzzles.Bench.Devices;

/// <summary>Work that a device does behind our back: the clock stops when it is done.</summary>
internal sealed class Awaited(Local work, Target target) : Contender(work.Name)
{
    public override double Time(int calls)
    {
        long start = Stopwatch.GetTimestamp();
        work.Time(calls);
        target.Wait();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public override double Check() => work.Check();
}

/// <summary>The same, but the clock runs only while the host puts the work into the queue. The queue is emptied now and then, since a full one makes
/// the host wait.</summary>
internal sealed class Enqueued(Local work, Target target) : Contender(work.Name)
{
    private const int Burst = 100;

    public override double Time(int calls)
    {
        double seconds = 0;
        for (int done = 0; done < calls; done += Burst)
        {
            seconds += work.Time(Math.Min(Burst, calls - done));
            target.Wait();
        }
        return seconds;
    }

    public override double Check() => work.Check();
}
