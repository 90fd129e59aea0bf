using DeepPuzzles.Autograd;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Bench.Recomputation;

/// <summary>A deep multi-layer perceptron of equal layers with tanh, and a batch for it.</summary>
internal sealed record DeepNet(int Layers, int Width, int Batch)
{
    public static DeepNet Full { get; } = new(64, 256, 512);

    /// <summary>Lengths of a block that is recomputed as one: none, and from each layer by itself to the whole net at once.</summary>
    public IEnumerable<int> Blocks
    {
        get
        {
            yield return 0;
            for (int length = 1; length < Layers; length *= 2) yield return length;
            yield return Layers;
        }
    }

    public override string ToString() => FormattableString.Invariant($"{Layers} layers {Width}-{Width}, tanh, batch {Batch}, float32");

    /// <summary>Forward and backward with blocks of that length, on a device that does nothing else.</summary>
    public Step On(CpuDevice device, int block) => new(this, device, block);

    internal sealed class Step
    {
        private readonly Mlp _net;
        private readonly Tensor _x;
        private readonly int _block;

        internal Step(DeepNet shape, CpuDevice device, int block)
        {
            var stream = new RandomStream(1, "recompute", device);
            using var scope = MemoryScope.Open();
            _net = new Mlp([.. Enumerable.Repeat(shape.Width, shape.Layers + 1)], Activation.Tanh, Initialiser.GlorotNormal, stream);
            _x = scope.Keep(stream.Normal([shape.Batch, shape.Width]));
            _block = block;
            Device = device;
        }

        private CpuDevice Device { get; }

        /// <summary>The mean absolute gradient: recomputed or not, it is the same to the last bit.</summary>
        public double Run()
        {
            using var scope = MemoryScope.Open();
            Gradients gradients = Forward().Backward();
            return _net.Parameters.Average(parameter => gradients[parameter].Abs().Mean().Item());
        }

        /// <summary>Forward and backward, and nothing else.</summary>
        public Local Timed => new(_block == 0 ? "plain" : $"blocks of {_block}", () =>
        {
            using var scope = MemoryScope.Open();
            Forward().Backward();
        });

        /// <summary>Bytes that one step makes a fresh pool take from the system, which is its peak; parameters and batch aside. And what is in use between
        /// the passes.</summary>
        public (long Peak, long Between) Memory()
        {
            MemoryCounters before = Device.Memory;
            using var scope = MemoryScope.Open();
            Tensor loss = Forward();
            long between = Device.Memory.BytesInUse - before.BytesInUse;
            loss.Backward();
            return (Device.Memory.BytesHeld - before.BytesHeld, between);
        }

        private Tensor Forward()
        {
            Tensor x = _x;
            for (int start = 0; start < _net.Layers.Count; start += Math.Max(1, _block))
            {
                int first = start, end = Math.Min(_net.Layers.Count, start + Math.Max(1, _block));
                x = _block == 0 ? Block(x) : Differentiation.Recompute(Block, x);

                Tensor Block(Tensor z)
                {
                    for (int layer = first; layer < end; layer++) z = _net.Layers[layer].Forward(z, Activation.Tanh);
                    return z;
                }
            }
            return x.Square().Mean();
        }
    }
}
