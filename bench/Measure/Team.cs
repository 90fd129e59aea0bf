using System.Diagnostics;

namespace DeepPuzzles.Bench.Measure;

/// <summary>The same work on several threads at once: what the hardware can do, without any pool of the library.</summary>
internal static class Team
{
    /// <summary>Seconds from the common start to the last end.</summary>
    public static double Time(int threads, Action<int> work)
    {
        using var start = new Barrier(threads);
        long first = long.MaxValue;
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(number => new Thread(() => Member(number)) { IsBackground = true })];
        foreach (Thread thread in others) thread.Start();
        Member(0);
        foreach (Thread thread in others) thread.Join();
        return Stopwatch.GetElapsedTime(first).TotalSeconds;

        void Member(int number)
        {
            start.SignalAndWait();
            if (number == 0) first = Stopwatch.GetTimestamp();
            work(number);
        }
    }
}
