using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Forgetting;

public class ArithmeticFactsTests
{
    private static readonly ArithmeticFacts s_puzzle = new();

    [Fact]
    public void The_two_sets_have_17_facts_each_and_share_two()
    {
        Assert.Equal(17, AdditionFacts.Ones.Count);
        Assert.Equal(17, AdditionFacts.Twos.Count);
        Assert.Equal(32, AdditionFacts.Union(AdditionFacts.Ones, AdditionFacts.Twos).Count);
        Assert.Equal(2, AdditionFacts.Ones.AsIfTwos.Count(answer => answer < 0));
    }

    [Fact]
    public void A_question_lights_three_units_for_each_addend_and_two_for_plus()
    {
        foreach (double[] question in AdditionFacts.Ones.Questions)
        {
            Assert.Equal(AdditionFacts.Inputs, question.Length);
            Assert.Equal(3 + 2 + 3, question.Sum());
        }
        Assert.Equal(17, AdditionFacts.Answers.Select(answer => string.Join("", answer)).Distinct().Count());
    }

    [Fact]
    public void The_twos_answer_to_a_ones_fact_is_larger_by_one()
    {
        AdditionFacts ones = AdditionFacts.Ones;
        for (int fact = 0; fact < ones.Count; fact++)
            Assert.True(ones.AsIfTwos[fact] == -1 || ones.AsIfTwos[fact] == ones.Right[fact] + 1);
    }

    [Fact]
    public void A_net_that_gives_the_targets_is_right_in_every_sense()
    {
        var lab = new Lab(1, new CpuDevice(1));
        AdditionFacts ones = AdditionFacts.Ones;
        var taught = new Associations(lab, ones.Questions, AdditionFacts.Answers, ones.Right);
        double[] targets = [.. ones.Right.SelectMany(place => AdditionFacts.Answers[place]).Select(bit => bit > 0 ? 0.9 : 0.1)];
        Recall recall = taught.Ask(new Activation("oracle", _ => Tensor.From(targets, [ones.Count, AdditionFacts.Outputs])));
        Assert.Equal((1.0, 1.0, 0.0), (recall.BestMatch(), recall.AllUnits(), recall.WorstError));
        Recall silent = taught.Ask(new Activation("silent", _ => Tensor.Full([ones.Count, AdditionFacts.Outputs], 0.1, DType.Float64)));
        Assert.Equal(0, silent.AllUnits());
        Assert.Equal(0.8, silent.WorstError, 12);
    }

    [Fact]
    public void Words_of_a_list_are_all_different()
    {
        var lists = new WordLists(new Lab(3, new CpuDevice(1)), new RandomStream(3, "words"));
        Assert.Equal(WordLists.Pairs, lists.First.Count);
        Assert.Equal(2 * WordLists.Pairs, lists.Both.Count);
    }

    [Fact]
    public void No_control_fails_and_the_ones_are_forgotten()
    {
        Findings findings = Run(placebo: false);
        Assert.DoesNotContain(findings.Claims, claim => claim.Verdict == Verdict.ControlFailed);
        Assert.Equal(Verdict.Reproduced, findings.Claims.Single(claim => claim.Id == "forgotten").Verdict);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
    }

    [Fact]
    public void Without_treatment_nothing_is_reproduced() =>
        Assert.DoesNotContain(Run(placebo: true).Claims, claim => claim.Verdict == Verdict.Reproduced);

    [Fact]
    public void The_same_seed_measures_the_same_bits()
    {
        Measurements first = Measure(7, placebo: false), second = Measure(7, placebo: false);
        Assert.Equal(first.Series.Keys, second.Series.Keys);
        foreach (string name in first.Series.Keys) Assert.Equal(first.Series[name], second.Series[name]);
    }

    [Fact]
    public void Values_that_stand_twice_are_refused()
    {
        s_puzzle.Require(s_puzzle.Quick);
        Assert.Contains("rates has 0.05 twice", Assert.Throws<UsageException>(() => s_puzzle.Require(s_puzzle.Quick with { Rates = [0.05, 0.05] })).Message, StringComparison.Ordinal);
        Assert.Contains("more-hidden has 200 twice", Assert.Throws<UsageException>(() => s_puzzle.Require(s_puzzle.Quick with { MoreHidden = [200, 200] })).Message, StringComparison.Ordinal);
    }

    private static Findings Run(bool placebo)
    {
        long[] seeds = [1, 2, 3, 4, 5];
        return s_puzzle.Conclude(new Evidence(seeds, [.. seeds.Select(seed => Measure(seed, placebo))]), s_puzzle.Quick);
    }

    private static Measurements Measure(long seed, bool placebo) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(1), placebo: placebo), s_puzzle.Quick);
}
