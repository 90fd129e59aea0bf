using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Fields in which parts would be lost, or would never end, are told.</summary>
public class ModuleFieldTests
{
    private static Dense Layer() => new("layer", 2, 2, Initialiser.He, Stream());

    private sealed class Whole : Module
    {
        private readonly Part _part;

        internal Whole() => _part = new Part(this);

        public override Tensor Forward(Tensor x) => _part.Forward(x);
    }

    private sealed class Part(Module whole) : Module
    {
        private readonly Dense _layer = Layer();
        private readonly Module _whole = whole;

        public override Tensor Forward(Tensor x) => _whole is Whole ? _layer.Forward(x) : x;
    }

    private sealed class Outside : Module
    {
        private readonly Whole _whole = new();

        public override Tensor Forward(Tensor x) => _whole.Forward(x);
    }

    private sealed class Weak : Module
    {
        private readonly Dense _layer = Layer();
        private readonly WeakReference<Module> _self;

        internal Weak() => _self = new WeakReference<Module>(this);

        public override Tensor Forward(Tensor x) => _self.TryGetTarget(out _) ? _layer.Forward(x) : x;
    }

    private sealed class Holder<T>(T held) : Module
    {
        private T Inside { get; } = held;

        public override Tensor Forward(Tensor x) => Inside is null ? x : x + 1;
    }

    [Fact]
    public void A_part_that_holds_its_whole_is_told_with_the_way_round()
    {
        foreach (Module module in new Module[] { new Whole(), new Outside() })
        {
            foreach (Action ask in new Action[] { () => _ = module.Parameters, () => _ = module.Statistics, () => _ = module.Walk().Count(), () => module.ForEvaluation(), () => _ = module.Streams })
            {
                TensorException error = Assert.Throws<TensorException>(ask);
                Assert.Contains("Whole → Part → Whole", error.Message, StringComparison.Ordinal);
            }
        }
        Assert.Equal(2, new Weak().Parameters.Count);
    }

    [Fact]
    public void A_field_in_which_parts_would_be_lost_is_told()
    {
        Module[] lost =
        [
            new Holder<Lazy<Dense>>(new Lazy<Dense>(Layer)),
            new Holder<Memory<Dense>>(new[] { Layer() }),
            new Holder<ReadOnlyMemory<Module>>(new Module[] { Layer() }),
            new Holder<ArraySegment<Dense>>(new[] { Layer() }),
            new Holder<Lazy<List<Parameter>>>(new Lazy<List<Parameter>>(() => [.. Layer().Parameters])),
        ];
        foreach (Module module in lost)
        {
            TensorException error = Assert.Throws<TensorException>(() => module.Parameters);
            Assert.Contains("'Inside' is a ", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(2, new Holder<Dense>(Layer()).Parameters.Count);
        Assert.Empty(new Holder<Lazy<string>>(new Lazy<string>("")).Parameters);
        Assert.Empty(new Holder<Memory<float>>(new float[2]).Parameters);
    }
}
