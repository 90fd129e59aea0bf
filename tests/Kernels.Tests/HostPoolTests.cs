namespace DeepPuzzles.Kernels.Tests;

public sealed class HostPoolTests
{
    // Above a few hundred bytes at most a fifth of a buffer is unused.
    private const double LargestWaste = 0.2;

    [Fact]
    public void A_size_class_is_the_smallest_that_holds_the_bytes()
    {
        for (long bytes = 0; bytes < 5000; bytes++) Holds(bytes);
        for (int log = 6; log < 50; log++)
            for (long around = -2; around <= 2; around++)
                for (int quarter = 0; quarter < 4; quarter++) Holds((1L << log) + quarter * (1L << (log - 2)) + around);

        static void Holds(long bytes)
        {
            int sizeClass = HostPool.ClassOf(bytes);
            long size = HostPool.BytesOf(sizeClass);
            Assert.True(size >= bytes);
            Assert.Equal(sizeClass, HostPool.ClassOf(size));
            if (sizeClass > 0) Assert.True(HostPool.BytesOf(sizeClass - 1) < bytes);
            if (bytes > 64) Assert.True(size - bytes <= LargestWaste * size);
        }
    }

    [Fact]
    public void Counters_balance_and_memory_is_used_again()
    {
        var device = new CpuDevice(1);
        Assert.Equal(new MemoryCounters(0, 0, 0, 0), device.Memory);
        var a = device.Acquire(1000);
        var b = device.Acquire(1000);
        Assert.NotSame(a, b);
        Assert.Equal(new MemoryCounters(2, 0, a.Bytes + b.Bytes, a.Bytes + b.Bytes), device.Memory);
        Assert.Equal(2, device.Memory.Live);
        device.Release(a);
        device.Release(b);
        Assert.Equal(new MemoryCounters(2, 2, 0, a.Bytes + b.Bytes), device.Memory);
        Assert.Same(b, device.Acquire(900 + 100));
        Assert.Equal(a.Bytes + b.Bytes, device.Memory.BytesHeld);
        device.Release(b);
    }

    [Fact]
    public void A_release_makes_views_stale_and_a_second_one_counts_for_nothing()
    {
        var device = new CpuDevice(1);
        var buffer = device.Acquire(10);
        int version = buffer.Version;
        Assert.True(buffer.InUse);
        device.Release(buffer);
        Assert.False(buffer.InUse);
        Assert.NotEqual(version, buffer.Version);
        device.Release(buffer);
        Assert.Equal(1, device.Memory.Released);
        Assert.NotSame(device.Acquire(10), device.Acquire(10));
    }

    [Fact]
    public void Buffers_are_aligned_and_of_any_size()
    {
        var device = new CpuDevice(1);
        foreach (long bytes in new long[] { 0, 1, 63, 64, 65, 4097, 1 << 20 })
        {
            var buffer = device.Acquire(bytes);
            Assert.True(buffer.Bytes >= bytes);
            unsafe
            {
                Assert.Equal(0, (nint)((CpuBuffer)buffer).Pointer % CpuBuffer.Alignment);
            }
            device.Release(buffer);
        }
    }

    [Fact]
    public void Counters_are_exact_when_threads_share_the_pool()
    {
        var device = new CpuDevice(4);
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 1000; i++) device.Release(device.Acquire(64 * (1 + i % 7)));
        });
        Assert.Equal(4000, device.Memory.Acquired);
        Assert.Equal(4000, device.Memory.Released);
        Assert.Equal(0, device.Memory.BytesInUse);
    }

    [Fact]
    public void Counters_are_exact_when_one_thread_takes_and_another_gives_back()
    {
        const int Count = 100;
        long[] sizes = [1, 100, 5000, 200_000];
        var device = new CpuDevice(1);
        for (int round = 0; round < 3; round++)
        {
            Buffer[] taken = [.. Enumerable.Range(0, Count).Select(i => device.Acquire(sizes[i % sizes.Length]))];
            Assert.Equal(Count, device.Memory.Live);
            Assert.Equal(taken.Sum(buffer => buffer.Bytes), device.Memory.BytesInUse);
            var other = new Thread(() => device.Release(taken));
            other.Start();
            other.Join();
            Assert.Equal(0, device.Memory.Live);
            Assert.Equal(0, device.Memory.BytesInUse);
            Assert.All(taken, buffer => Assert.False(buffer.InUse));
        }
        Assert.Equal(3 * Count, device.Memory.Acquired);
    }

    [Fact]
    public void What_one_thread_has_too_many_of_serves_the_others()
    {
        const int Count = 100_000;      // of 64 bytes: several times what may wait with a thread
        var device = new CpuDevice(1);
        TakeAndGiveBack();
        long held = device.Memory.BytesHeld;
        var other = new Thread(TakeAndGiveBack);
        other.Start();
        other.Join();
        Assert.True(device.Memory.BytesHeld < 1.5 * held);

        void TakeAndGiveBack()
        {
            var taken = new Buffer[Count];
            for (int i = 0; i < Count; i++) taken[i] = device.Acquire(64);
            Assert.Equal(Count, taken.Distinct().Count());
            device.Release(taken);
        }
    }

    [Fact]
    public void Trim_gives_back_what_waits_and_only_that()
    {
        var device = new CpuDevice(1);
        var kept = device.Acquire(1000);
        Buffer[] dropped = [device.Acquire(10), device.Acquire(3000), device.Acquire(1 << 20)];
        device.Release(dropped);
        device.Trim();
        Assert.Equal(kept.Bytes, device.Memory.BytesHeld);
        Assert.Equal(kept.Bytes, device.Memory.BytesInUse);
        device.Release(dropped);        // a second time
        Assert.Equal(3, device.Memory.Released);
        Assert.DoesNotContain(device.Acquire(10), dropped);
        device.Release(kept);
    }

    [Fact]
    public void A_pool_does_not_hoard_sizes_that_nobody_asks_for_any_more()
    {
        const long Large = HostPool.AlwaysKept / 4;
        var device = new CpuDevice(1);
        for (int step = 0; step < 32; step++) device.Release(device.Acquire(Large + step * Large / 4));
        long largest = Large + 31 * Large / 4;
        Assert.InRange(device.Memory.BytesHeld, 1, Math.Max(HostPool.AlwaysKept, 2 * largest) + 2 * largest);
    }

    [Fact]
    public void Memory_that_the_system_refuses_is_not_counted()
    {
        var device = new CpuDevice(1);
        Assert.Throws<OutOfMemoryException>(() => device.Acquire(1L << 50));
        Assert.Equal(new MemoryCounters(0, 0, 0, 0), device.Memory);
    }

    [Fact]
    public void A_device_has_at_least_one_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => new CpuDevice(0));
}
