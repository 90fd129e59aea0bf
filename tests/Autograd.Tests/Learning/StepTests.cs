using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>A step is whole or has not been: what is wrong with the gradients is found before the first weight moves.</summary>
public sealed class StepTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, Optimiser>> s_optimisers = new()
    {
        ["sgd"] = all => new Sgd(all, 0.1, momentum: 0.9),
        ["adam"] = all => new Adam(all, 0.1),
        ["rmsprop"] = all => new RmsProp(all, 0.1, momentum: 0.9),
    };

    public static TheoryData<string> Optimisers => [.. s_optimisers.Keys];

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void A_step_that_fails_has_changed_nothing(string name)
    {
        Parameter first = Cell("first", 1, 2), second = Cell("second", 3);
        Optimiser optimiser = s_optimisers[name]([first, second]);
        Func<Tensor> loss = () => first.Value.Square().Sum() + second.Value.Sum();
        optimiser.Step(loss);
        Snapshot state = optimiser.TakeSnapshot();
        double[] before = first.Numbers();

        Refuses(() => optimiser.Step(loss().Backward([first.Value])), "none of the targets");        // of the second there is no gradient
        Refuses(() => optimiser.Step(Stale()), "'second' is stale");
        Refuses(() => optimiser.Step(loss, gradients => throw new TensorException("transform")), "transform");
        optimiser.Step(loss);                                                                           // and it goes on
        Assert.Equal(2, optimiser.Steps);
        Assert.NotEqual(before, first.Numbers());

        // Gradients of which the second was made in a scope that has ended.
        Gradients Stale()
        {
            Gradients gradients = loss().Backward();
            using MemoryScope scope = MemoryScope.Open();
            return gradients.Map([second], (_, gradient) => gradient * 2);
        }

        void Refuses(Action step, string why)
        {
            Assert.Contains(why, Assert.Throws<TensorException>(step).Message, StringComparison.Ordinal);
            Assert.Equal(before, first.Numbers());
            Assert.Equal([.. state.Select(entry => entry.Key)], optimiser.TakeSnapshot().Select(entry => entry.Key));
            foreach ((string key, Tensor value) in optimiser.TakeSnapshot()) Assert.Equal(state[key].Flatten().Numbers(), value.Flatten().Numbers());
        }
    }

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void No_gradient_outlives_its_step_for_the_optimiser(string name)
    {
        Parameter cell = Cell("cell", 1, 2);
        Optimiser optimiser = s_optimisers[name]([cell]);
        WeakReference gradient = Stepped(optimiser, cell);
        GC.Collect();
        Assert.False(gradient.IsAlive);
        GC.KeepAlive(optimiser);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Stepped(Optimiser optimiser, Parameter cell)
        {
            Gradients gradients = cell.Value.Square().Sum().Backward();
            optimiser.Step(gradients);
            return new WeakReference(gradients[cell]);
        }
    }

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void Parameters_of_another_network_are_refused(string name)
    {
        Mlp net = Net("weights"), other = Net("other");
        Tensor x = Stream("x").Normal([4, 2]);
        Optimiser wrong = s_optimisers[name](other.Parameters), right = s_optimisers[name](net.Parameters);
        string message = Assert.Throws<TensorException>(() => wrong.Step(() => net.Forward(x).Square().Mean())).Message;
        Assert.Contains("depends on none of the 4 parameters, 'dense1.weight' the first", message, StringComparison.Ordinal);
        Assert.Equal(0, wrong.Steps);
        right.Step(() => net.Forward(x).Square().Mean());

        static Mlp Net(string stream) => new([2, 3, 1], Activation.Tanh, Initialiser.GlorotUniform, Stream(stream));
    }

    /// <summary>One that did not matter this time has the gradient 0; frozen ones are nobody's fault; a target that was named is meant.</summary>
    [Theory]
    [MemberData(nameof(Optimisers))]
    public void One_that_matters_is_enough(string name)
    {
        Parameter used = Cell("used", 1), unused = Cell("unused", 1), frozen = Cell("frozen", 1);
        frozen.IsFrozen = true;
        Optimiser optimiser = s_optimisers[name]([unused, used, frozen]);
        optimiser.Step(() => (used.Value * frozen.Value).Sum());
        Assert.NotEqual([1.0], used.Numbers());
        Assert.Equal([1.0], unused.Numbers());
        s_optimisers[name]([frozen]).Step((used.Value * 2).Sum().Backward());
        Optimiser asked = s_optimisers[name]([unused]);
        asked.Step(used.Value.Sum().Backward([unused.Value]));
        Assert.Equal(1, asked.Steps);
    }
}
