using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>However deep modules nest, each is looked into once, and asked for its statistics by its whole and by itself.</summary>
public class ModuleDepthTests
{
    private const int Depth = 100;

    [Fact]
    public void A_part_is_asked_for_its_statistics_by_its_whole_and_by_itself()
    {
        var inside = new Asked();
        Module[] nest = Nest(inside, Depth);
        Assert.All(nest, module => Assert.Same(inside.Cell, Assert.Single(module.Statistics)));
        Assert.Equal(2, nest[^1].Parameters.Count);
        Assert.Equal(2, inside.Times);
    }

    /// <summary>Counted by what it leaves to the garbage collector: twice the depth, twice the work.</summary>
    [Fact]
    public void A_module_is_looked_into_once()
    {
        _ = BytesOfLooking(Depth);      // reads the fields of the classes
        long once = BytesOfLooking(Depth), twice = BytesOfLooking(2 * Depth);
        Assert.InRange(twice, once, 3 * once);

        static long BytesOfLooking(int depth)
        {
            Module[] nest = Nest(new Asked(), depth);
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (Module module in nest.Reverse()) Assert.Single(module.Parts);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>One module in two places is no circle.</summary>
    [Fact]
    public void A_part_may_stand_in_several_places()
    {
        Module shared = new Asked(), left = new Around(shared), both = new Sequential(left, new Around(left), shared);
        Assert.Equal(5, both.Walk().Count());
        Assert.Single(both.Statistics);
    }

    private static Module[] Nest(Module inside, int depth)
    {
        var nest = new Module[depth];
        for (int i = 0; i < depth; i++) nest[i] = inside = new Around(inside);
        return nest;
    }

    private sealed class Around(Module inside) : Module
    {
        private readonly Module _inside = inside;

        public override Tensor Forward(Tensor x) => _inside.Forward(x);
    }

    private sealed class Asked : Module
    {
        private readonly Dense _layer = new("layer", 2, 2, Initialiser.He, Stream());

        internal Parameter Cell { get; } = new("mean", Tensor.Zeros([2]));

        internal int Times { get; private set; }

        public override IReadOnlyList<Parameter> Statistics
        {
            get
            {
                Times++;
                return [Cell];
            }
        }

        public override Tensor Forward(Tensor x) => _layer.Forward(x);
    }
}
