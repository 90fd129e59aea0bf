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

    /// <summary>Passes after which a list counts as not learned; about 40 are the rule.</summary>
    private const int MostPasses = 3000;

    /// <summary>Teaches the first list, then practises for a number of passes.</summary>
    /// <param name="lab">Streams, device, and the word to stop.</param>
    /// <param name="nets">What learns the first list and what learns the second: one net, or in a control two.</param>
    /// <param name="learned">What is learned to criterion at first.</param>
    /// <param name="practised">What is practised afterwards.</param>
    /// <param name="asked">The two lists that are asked after every pass.</param>
    /// <param name="rates">The learning rates of the two stretches.</param>
    /// <param name="momentum">Of both.</param>
    /// <param name="passes">Passes of the second stretch.</param>
    /// <param name="arm">Whose random streams are used.</param>
    /// <returns>The answers before the second stretch and after each of its passes; null if the first was not learned.</returns>
    public static TwoTasks? Run(Lab lab, (Module First, Module Second) nets, Associations learned, Associations practised,
        (Associations First, Associations Second) asked, (double First, double Second) rates, double momentum, int passes, Arm arm)
    {
        if (!Learn(nets.First, learned, rates.First, momentum, lab.Random("order of the first task", arm))) return null;
        return Practise(nets, practised, asked, rates.Second, momentum, passes, lab.Random("order of the second task", arm));
    }

    /// <summary>Teaches a list until every unit is within <see cref="Criterion"/>; false if that took too many passes.</summary>
    public static bool Learn(Module net, Associations learned, double rate, double momentum, RandomStream order)
    {
        var optimiser = new Sgd(net.Parameters, rate, momentum);
        for (int pass = 0; learned.Ask(net).WorstError >= Criterion; pass++)
        {
            if (pass == MostPasses) return false;
            learned.Practise(net, optimiser, order);
        }
        return true;
    }

    /// <summary>Practises a list for a number of passes. Parameters as in <see cref="Run"/>.</summary>
    /// <returns>The answers before the first pass and after each.</returns>
    public static TwoTasks Practise((Module First, Module Second) nets, Associations practised, (Associations First, Associations Second) asked, double rate, double momentum,
        int passes, RandomStream order)
    {
        var optimiser = new Sgd(nets.Second.Parameters, rate, momentum);
        List<Recall> ofFirst = [asked.First.Ask(nets.First)], ofSecond = [asked.Second.Ask(nets.Second)];
        for (int pass = 0; pass < passes; pass++)
        {
            practised.Practise(nets.Second, optimiser, order);
            ofFirst.Add(asked.First.Ask(nets.First));
            ofSecond.Add(asked.Second.Ask(nets.Second));
        }
        return new TwoTasks([.. ofFirst], [.. ofSecond]);
    }
}
