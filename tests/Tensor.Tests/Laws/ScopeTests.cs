using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Scopes give back what is not kept; parameters are cells outside of them.</summary>
public sealed class ScopeTests
{
    private const int Rounds = 8;
    private const int Calls = 100;
    private const int Trials = 100;
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(50);

    private readonly CpuDevice _device = new(threads: 1);

    private Tensor Ones(params int[] sizes) => Tensor.Ones(sizes, device: _device);

    private long Live => _device.Memory.Live;

    [Fact]
    public void A_scope_gives_back_everything_but_what_is_kept()
    {
        Tensor kept, lost;
        using (MemoryScope scope = MemoryScope.Open())
        {
            lost = Ones(3) + 1;
            kept = scope.Keep(lost * 2);
            Assert.Equal(3, Live);
        }
        Assert.Equal(1, Live);
        Assert.Equal([4f, 4, 4], kept.ToArray<float>());
        Assert.False(lost.IsValid);
        Assert.Throws<TensorException>(() => lost.ToArray<float>());
        Assert.Throws<TensorException>(() => lost + 1);
        Assert.Throws<TensorException>(() => lost[0]);
    }

    [Fact]
    public void Kept_of_an_inner_scope_belongs_to_the_outer_one()
    {
        Tensor once, twice;
        using (MemoryScope outer = MemoryScope.Open())
        {
            using (MemoryScope inner = MemoryScope.Open())
            {
                once = inner.Keep(Ones(2));
                twice = outer.Keep(inner.Keep(Ones(2)));
                Ones(2);
            }
            Assert.Equal(2, Live);
            Assert.True(once.IsValid && twice.IsValid);
        }
        Assert.Equal(1, Live);
        Assert.False(once.IsValid);
        Assert.Equal(2, twice.Sum().Item());
    }

    [Fact]
    public void An_outer_scope_keeps_what_was_made_in_an_inner_one()
    {
        Tensor kept;
        using (MemoryScope.Open())
        {
            using (MemoryScope outer = MemoryScope.Open())
            {
                using (MemoryScope.Open()) kept = outer.Keep(Ones(2) + 1);
                Assert.True(kept.IsValid);
            }
            Assert.Equal(4, kept.Sum().Item());
        }
        Assert.False(kept.IsValid);
        Assert.Equal(0, Live);
    }

    [Fact]
    public void A_scope_keeps_nothing_for_another_thread()
    {
        using MemoryScope scope = MemoryScope.Open();
        string message = "";
        var other = new Thread(() => message = Assert.Throws<TensorException>(() => scope.Keep(Ones(2))).Message);
        other.Start();
        other.Join();
        Assert.Equal("keep: the memory scope of [2] is open on another thread; keep a tensor on the thread that opened it", message);
    }

    [Fact]
    public void A_matrix_product_leaves_no_more_garbage_than_an_elementwise_one()
    {
        Tensor x = Ones(4, 4);
        Assert.Equal(ManagedBytes(() => x * x), ManagedBytes(() => x.MatMul(x)));
    }

    [Fact]
    public void What_is_joined_is_listed_only_where_it_is_recorded()
    {
        Tensor[] constants = [.. Enumerable.Repeat(Ones(2), 50)], tracked = [.. constants.Select(x => x.Track())];
        long Constant() => ManagedBytes(() => Tensor.Concat(constants));
        long Tracked() => ManagedBytes(() => Tensor.Concat(tracked));
        Assert.True(Tracked() >= Constant() + Calls * constants.Length * (sizeof(int) + IntPtr.Size));
        // Not one object more a call, of which the smallest has three words.
        using (Tracking.Pause()) Assert.True(ComesTrue(() => Tracked() < Constant() + Calls * 3 * IntPtr.Size));
    }

    // Until both paths are compiled alike: one that is not yet optimised allocates what the other keeps on the stack.
    private static bool ComesTrue(Func<bool> law)
    {
        for (int trial = 0; trial < Trials; trial++)
        {
            if (law()) return true;
            Thread.Sleep(s_wait);
        }
        return false;
    }

    // The least of several rounds: the runtime allocates in between as it likes, when it compiles anew or collects.
    private static long ManagedBytes(Func<Tensor> op)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < Calls; call++)
            {
                using MemoryScope scope = MemoryScope.Open();
                op();
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    [Fact]
    public void Keeping_a_view_keeps_its_memory_and_keeping_twice_is_keeping_once()
    {
        Tensor view;
        using (MemoryScope scope = MemoryScope.Open())
        {
            Tensor x = Ones(4, 4);
            view = scope.Keep(scope.Keep(x[1]));
        }
        Assert.Equal(1, Live);
        Assert.Equal(4, view.Sum().Item());
    }

    [Fact]
    public void What_was_made_outside_outlives_the_scope()
    {
        Tensor x = Ones(2);
        using (MemoryScope scope = MemoryScope.Open()) scope.Keep(x);
        Assert.True(x.IsValid);
    }

    [Fact]
    public void Scopes_end_in_reverse_order()
    {
        MemoryScope outer = MemoryScope.Open(), inner = MemoryScope.Open();
        Assert.Equal("memory scope: an inner scope is still open, or this is another thread; dispose scopes in reverse order of opening", Assert.Throws<TensorException>(outer.Dispose).Message);
        inner.Dispose();
        outer.Dispose();
        outer.Dispose();
        Assert.Equal(0, Live);
    }

    [Fact]
    public void Memory_is_used_again()
    {
        for (int step = 0; step < 10; step++)
        {
            using MemoryScope scope = MemoryScope.Open();
            Ones(1000);
        }
        Assert.Equal(10, _device.Memory.Acquired);
        Assert.InRange(_device.Memory.BytesHeld, 4000, 5120);
        Assert.Equal(0, _device.Memory.BytesInUse);
    }

    [Fact]
    public void A_stale_tensor_stays_stale_when_its_memory_is_used_again()
    {
        Tensor stale;
        using (MemoryScope.Open()) stale = Ones(8);
        using MemoryScope scope = MemoryScope.Open();
        Tensor fresh = Tensor.Zeros([8], device: _device);
        Assert.Same(fresh.Buffer, stale.Buffer);
        Assert.True(fresh.IsValid);
        Assert.False(stale.IsValid);
    }

    [Fact]
    public void A_parameter_belongs_to_no_scope()
    {
        Parameter parameter;
        using (MemoryScope.Open()) parameter = new Parameter("w", Ones(2) * 3);
        Assert.Equal(1, Live);
        Assert.Equal([3f, 3], parameter.Value.ToArray<float>());
    }

    [Fact]
    public void An_update_makes_earlier_values_stale_and_keeps_name_shape_and_origin()
    {
        Tensor initial = Ones(2);
        var parameter = new Parameter("w", initial);
        Tensor before = parameter.Value, view = before[0];
        Assert.Same(before, parameter.Value);
        parameter.Update(before * 5);
        Assert.Equal([5f, 5], parameter.Value.ToArray<float>());
        Assert.Equal([1f, 1], initial.ToArray<float>());
        Assert.Equal("the value of parameter 'w' was used after a step changed it; read parameter.Value again and rebuild the graph", Assert.Throws<TensorException>(() => before.Sum()).Message);
        Assert.False(view.IsValid);
        Assert.Same(before.Origin, parameter.Value.Origin);
        Assert.Equal("w float32 [2]", parameter.ToString());
    }

    [Fact]
    public void A_parameter_can_take_a_view_of_itself()
    {
        var parameter = new Parameter("w", Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } }, _device));
        parameter.Update(parameter.Value.Transpose());
        Assert.Equal([1f, 3, 2, 4], parameter.Value.ToArray<float>());
    }

    [Fact]
    public void An_old_handle_does_not_close_a_new_scope()
    {
        MemoryScope old = MemoryScope.Open();
        old.Dispose();
        using MemoryScope scope = MemoryScope.Open();
        Tensor x = Tensor.Ones([2]);
        old.Dispose();
        Assert.True(x.IsValid);
        Assert.Contains("has ended", Assert.Throws<TensorException>(() => old.Keep(x)).Message, StringComparison.Ordinal);
    }
}
