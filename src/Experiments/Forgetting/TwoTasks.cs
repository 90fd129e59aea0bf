using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>A net learns one list of associations until every unit is within <see cref="Criterion"/> of its target, and then another, pass by
/// pass.</summary>
public sealed record TwoTasks(Recall[] First, Recall[] Second)
{
    /// <summary>"Learned" means no unit's error is this large.</summary>
    public const double Criterion = 0.1;

    /// <summary>Teaches the first list, then practises for a number of passes.</summary>
    /// <param name="lab">Streams, device, and the word to stop.</param>
    /// <param name="net">The net, freshly made.</param>
    /// <param name="first">What is learned to criterion.</param>
    /// <param name="second">What is asked as well.</param>
    /// <param name="practised">What is practised in the second stretch: the second list, or in a control something else.</param>
    /// <param name="rates">The learning rates of the two stretches.</param>
    /// <param name="momentum">Of both.</param>
    /// <param name="passes">Passes of the second stretch.</param>
    /// <param name="limit">Passes after which the first list counts as not learned.</param>
    /// <param name="arm">Whose random streams are used.</param>
    /// <returns>The answers before the second stretch and after each of its passes; null if the first list was not learned.</returns>
    public static TwoTasks? Run(Lab lab, Module net, Associations first, Associations second, Associations practised,
        (double First, double Second) rates, double momentum, int passes, int limit, Arm arm)
    {
        var optimiser = new Sgd(net.Parameters, rates.First, momentum);
        RandomStream order = lab.Random("order of the first task", arm);
        for (int pass = 0; first.Ask(net).WorstError >= Criterion; pass++)
        {
            if (pass == limit) return null;
            first.Practise(net, optimiser, order);
        }
        optimiser = new Sgd(net.Parameters, rates.Second, momentum);
        order = lab.Random("order of the second task", arm);
        List<Recall> ofFirst = [first.Ask(net)], ofSecond = [second.Ask(net)];
        for (int pass = 0; pass < passes; pass++)
        {
            practised.Practise(net, optimiser, order);
            ofFirst.Add(first.Ask(net));
            ofSecond.Add(second.Ask(net));
        }
        return new TwoTasks([.. ofFirst], [.. ofSecond]);
    }
}
