using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>A tensor belongs to the scope that it was made in, and once a scope kept it to the one around that. A scope ends with those that belong to it
/// and with no others, in whatever order they were kept, and through views.</summary>
public sealed class KeepingTests
{
    private const int Depth = 4, Made = 30, Kept = 40;

    private readonly CpuDevice _device = new(threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Scopes_end_with_what_belongs_to_them(int seed)
    {
        List<(Tensor Tensor, int Owner)> all = [];
        var scopes = new Stack<MemoryScope>();
        int draws = 0;
        for (int depth = 1; depth <= Depth; depth++)
        {
            scopes.Push(MemoryScope.Open());
            for (int i = 0; i < Made; i++) all.Add((Tensor.Zeros([2], device: _device), depth));
            Keep();
        }
        while (scopes.TryPop(out MemoryScope innermost))
        {
            int ended = scopes.Count + 1;
            innermost.Dispose();
            Assert.All(all, one => Assert.Equal(one.Owner < ended, one.Tensor.IsValid));
            all.RemoveAll(one => one.Owner == ended);
            Assert.Equal(all.Count, _device.Memory.Live);
            Keep();
        }

        // Any scope that is open keeps any tensor.
        void Keep()
        {
            MemoryScope[] open = [.. scopes.Reverse()];
            for (int i = 0; i < Kept && open.Length > 0; i++)
            {
                int one = Draw(all.Count), depth = 1 + Draw(open.Length);
                (Tensor tensor, int owner) = all[one];
                open[depth - 1].Keep(tensor[..1]);
                all[one] = (tensor, owner >= depth ? depth - 1 : owner);
            }
        }

        int Draw(int count) => (int)(Philox.Block((ulong)draws++, 0, (ulong)seed).W0 % (uint)count);
    }

    [Fact]
    public void A_joined_tensor_tells_where_each_input_begins_without_looking_at_the_others()
    {
        const int Inputs = 50;
        Tensor[] inputs = [.. Enumerable.Range(0, Inputs).Select(i => Tensor.Ones([3, i % 4]).Track())];
        Concat op = ((Origin<Concat>)Tensor.Concat(inputs, 1).Origin!).Op;
        var counted = new Counted(inputs);
        int start = 0;
        for (int i = 0; i < Inputs; i++)
        {
            Assert.Equal(start, op.StartOf(counted, i));
            Assert.Equal(start, new Concat(1).StartOf(inputs, i));      // one of a user's, who joined them himself
            start += inputs[i].Shape[1];
        }
        Assert.Equal(0, counted.Looks);
        Assert.Equal(new Concat(1), op);
    }

    private sealed class Counted(Tensor[] tensors) : IReadOnlyList<Tensor>
    {
        public int Looks { get; private set; }

        public int Count => tensors.Length;

        public Tensor this[int index]
        {
            get
            {
                Looks++;
                return tensors[index];
            }
        }

        public IEnumerator<Tensor> GetEnumerator()
        {
            for (int i = 0; i < Count; i++) yield return this[i];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
