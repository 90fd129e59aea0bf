namespace DeepPuzzles.Kernels.Tests;

public sealed unsafe class CrewTests
{
    private const int Parts = 5, Jobs = 2000;

    private static void Count(void* counts, int part) => Interlocked.Increment(ref ((int*)counts)[part]);

    // An allocation may fail in any part, on whichever thread.
    private static void FailInTheMiddle(void* counts, int part)
    {
        Count(counts, part);
        if (part == Parts / 2) throw new InsufficientMemoryException("planted");
    }

    // A part that asks the crew for help must be told to do the work alone.
    private static void Ask(void* refused, int part)
    {
        int unused = 0;
        if (!Crew.TryRun(2, &Count, &unused)) Interlocked.Increment(ref *(int*)refused);
    }

    [Fact]
    public void Every_part_of_every_job_runs_once()
    {
        int* counts = stackalloc int[Parts];
        for (int job = 1; job <= Jobs; job++)
        {
            Run(&Count, counts);
            for (int part = 0; part < Parts; part++) Assert.Equal(job, counts[part]);
        }
    }

    [Fact]
    public void A_failure_reaches_the_caller_after_the_other_parts_are_done()
    {
        int* counts = stackalloc int[Parts];
        bool failed = false;
        try
        {
            Run(&FailInTheMiddle, counts);
        }
        catch (OutOfMemoryException e)
        {
            failed = e.Message == "planted";
        }
        Assert.True(failed);
        for (int part = 0; part < Parts; part++) Assert.Equal(1, counts[part]);
        Run(&Count, counts);
    }

    [Fact]
    public void A_job_inside_a_job_is_refused()
    {
        int refused = 0;
        Run(&Ask, &refused);
        Assert.Equal(Parts, refused);
    }

    [Fact]
    public void Threads_that_call_kernels_at_once_get_what_each_would_get_alone()
    {
        const int Callers = 4, Rounds = 30, Elements = 300_000;
        var device = new CpuDevice(3);
        Layout all = Layout.Contiguous([Elements]), one = Layout.Contiguous([1]);
        var x = new View<float>(device.Acquire(Elements * sizeof(float)), all);
        device.Write<float>([.. Enumerable.Range(0, Elements).Select(i => 1f / (1 + i))], x);
        float alone = Work();
        Parallel.For(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, _ =>
        {
            for (int round = 0; round < Rounds; round++) Assert.Equal(alone, Work());
        });

        float Work()
        {
            var y = new View<float>(device.Acquire(Elements * sizeof(float)), all);
            var sum = new View<float>(device.Acquire(sizeof(float)), one);
            device.Zip(default(Add), x, x, y);
            device.Reduce(default(Sum), y, sum);
            float[] result = new float[1];
            device.Read<float>(sum, result);
            device.Release(y.Buffer, sum.Buffer);
            return result[0];
        }
    }

    // Other tests share the crew: wait until it is free.
    private static void Run(delegate*<void*, int, void> part, void* argument)
    {
        while (!Crew.TryRun(Parts, part, argument)) Thread.Yield();
    }
}
