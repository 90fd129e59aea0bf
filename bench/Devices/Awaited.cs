using System.Diagnostics;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Devices;

/// <summary>Work that a device does behind our back: the clock stops when it is done.</summary>
internal sealed class Awaited(string name, Local work, Device device) : Contender(name)
{
    public override double Time(int calls)
    {
        long start = Stopwatch.GetTimestamp();
        work.Time(calls);
        device.Synchronise();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public override double Check() => work.Check();
}

/// <summary>The same, but the clock runs only while the host puts the work into the queue. The queue is emptied now and then, since a full one makes
/// the host wait.</summary>
internal sealed class Enqueued(string name, Local work, Device device) : Contender(name)
{
    private const int Burst = 100;

    public override double Time(int calls)
    {
        double seconds = 0;
        for (int done = 0; done < calls; done += Burst)
        {
            seconds += work.Time(Math.Min(Burst, calls - done));
            device.Synchronise();
        }
        return seconds;
    }

    public override double Check() => work.Check();
}
