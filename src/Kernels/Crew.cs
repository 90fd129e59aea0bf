using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace DeepPuzzles.Kernels;

/// <summary>Threads that stand ready to take a part of a kernel, shared by all devices. Handing out work allocates nothing and, while
/// kernels follow one another closely, needs no call to the operating system.</summary>
internal static unsafe class Crew
{
    /// <summary>Looks that a thread takes for work before it goes to sleep: some 30 µs, a few times what waking it costs.</summary>
    private const int Looks = 1000, SpinsPerLook = 10;

    private static readonly Lock Gate = new();
    private static Member[] _members = [];
    private static Job _job;
    private static int _unclaimed, _unfinished;
    private static ExceptionDispatchInfo? _failure;

    /// <summary>Runs part 0 … parts - 1 of a job, on the calling thread and on those of the crew that are free. False, and nothing run, when the
    /// crew is busy, for somebody else or for the very job that asks. What a part throws is thrown here, as if nobody had helped.</summary>
    internal static bool TryRun(int parts, delegate*<void*, int, void> part, void* argument)
    {
        if (Gate.IsHeldByCurrentThread || !Gate.TryEnter()) return false;
        try
        {
            Recruit(parts - 1);
            _job = new Job(part, argument);
            _failure = null;
            Volatile.Write(ref _unfinished, parts);
            // From here on a part belongs to whoever claims it; nobody could claim one before.
            Volatile.Write(ref _unclaimed, parts);
            for (int i = 0; i < parts - 1; i++) _members[i].Signal.Release();
            Work();
            // The others read the caller's stack: wait for them in any case.
            var wait = new SpinWait();
            while (Volatile.Read(ref _unfinished) > 0) wait.SpinOnce(sleep1Threshold: -1);
            _failure?.Throw();
            return true;
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Takes parts until there are none: a thread that comes late finds nothing left and delays nobody.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a part throws belongs to the caller, who must first wait for the other parts.")]
    private static void Work()
    {
        for (int part; (part = Interlocked.Decrement(ref _unclaimed)) >= 0;)
        {
            try
            {
                _job.Run(part);
            }
            catch (Exception failure)
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private static void Recruit(int members)
    {
        if (_members.Length >= members) return;
        var crew = new Member[members];
        _members.CopyTo(crew, 0);
        for (int i = _members.Length; i < members; i++) crew[i] = new Member(i + 1);
        _members = crew;
    }

    private readonly struct Job(delegate*<void*, int, void> part, void* argument)
    {
        internal void Run(int number) => part(argument, number);
    }

    private sealed class Member
    {
        internal Member(int number) => new Thread(Stand) { IsBackground = true, Name = $"kernels {number}" }.Start();

        internal SemaphoreSlim Signal { get; } = new(0);

        private void Stand()
        {
            while (true)
            {
                for (int look = 0; look < Looks && Signal.CurrentCount == 0; look++) Thread.SpinWait(SpinsPerLook);
                Signal.Wait();
                Work();
            }
        }
    }
}
