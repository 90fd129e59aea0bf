using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class DreamTests
{
    private const int TaskClasses = 2, Steps = 15;       // of a task: 3 epochs of 40 examples in batches of 8
    private static readonly Shape s_picture = [1, 3, 4];

    private static VariationalAutoEncoder Generator() => new("generator", Toys.Pixels, [24], 4, new RandomStream(6, "generator"));

    private static readonly (string Name, Func<double?, Func<Tensor, Tensor>?, DreamReplay> Make)[] s_kinds =
    [
        ("pseudo-rehearsal", (share, disguise) => new PseudoRehearsal { Share = share, Disguise = disguise }),
        ("input dreams", (share, disguise) => new InputDreams(new ActivationMaximisation { Steps = 5, Range = (0, 1) }, s_picture) { Pool = 20, Share = share, Disguise = disguise }),
        ("generative replay", (share, disguise) => new GenerativeReplay(Generator()) { Share = share, Disguise = disguise }),
    ];

    public static TheoryData<string, Scenario> Kinds => [.. from kind in s_kinds from scenario in Enum.GetValues<Scenario>() select (kind.Name, scenario)];

    private static DreamReplay Make(string name, double? share = null, Func<Tensor, Tensor>? disguise = null) => s_kinds.First(kind => kind.Name == name).Make(share, disguise);

    // As in Toys, with pixels that can be probabilities.
    private static TaskStream Stream(Scenario scenario, bool allOutputs = false)
    {
        static LabelledImages Clamped(LabelledImages images) => new(images.Images.Clamp(0, 1), images.Labels);
        return allOutputs ? Stream(scenario).WithAllOutputs() : TaskStream.Split(Clamped(Toys.Images(120)), Clamped(Toys.Images(60, 4)), TaskClasses, scenario, new RandomStream(5, "order"));
    }

    private static (ContinualRun Run, Mlp Net) Learn(Strategy strategy, Scenario scenario, TrainingPlan? plan = null, bool allOutputs = false)
    {
        TaskStream stream = Stream(scenario, allOutputs);
        Mlp net = Toys.Net(stream);
        return (new Learner(net, stream, strategy, plan ?? Toys.Plan()).Run(), net);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithoutAShareItIsNaiveBitForBit(string name, Scenario scenario)
    {
        (_, Mlp naive) = Learn(new Naive(), scenario);
        (_, Mlp idle) = Learn(Make(name, share: 0), scenario);
        (_, Mlp awake) = Learn(Make(name), scenario);
        Assert.Equal(Toys.Numbers(naive), Toys.Numbers(idle));
        Assert.NotEqual(Toys.Numbers(naive), Toys.Numbers(awake));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnswersAreProbabilitiesOfOldClassesAlone(string name, Scenario scenario)
    {
        int met = 0;
        Tensor Look(Tensor answers)
        {
            double[][] rows = [.. Toys.Numbers(answers).Chunk(answers.Shape[1])];
            int heads = scenario switch { Scenario.TaskIncremental => Math.Max(1, (int)Math.Round(rows[0].Sum())), _ => 1 };
            int old = scenario == Scenario.DomainIncremental ? TaskClasses : rows[0].Length - rows[0].Reverse().TakeWhile(p => p == 0).Count();
            Assert.All(rows, row =>
            {
                Assert.All(row, p => Assert.InRange(p, 0, 1));
                Assert.Equal(heads, row.Sum(), 1e-5);
                if (scenario == Scenario.TaskIncremental) Assert.All(row.Chunk(TaskClasses).Take(heads), head => Assert.Equal(1, head.Sum(), 1e-5));
                if (name == "generative replay") Assert.All(row, p => Assert.True(p is 0 or 1));
                if (scenario != Scenario.DomainIncremental) Assert.Equal(0, row[^1] + row[^2]);
            });
            met = Math.Max(met, old);
            return answers;
        }
        _ = Learn(Make(name, disguise: Look), scenario);
        // A label that wins need not be of the newest class.
        Assert.InRange(met, name == "generative replay" ? 1 : Old(scenario), Old(scenario));
    }

    [Fact]
    public void WithAllOutputsActiveOldClassesAloneStillAnswer()
    {
        foreach (string name in s_kinds.Select(kind => kind.Name))
        {
            int task = 0, answered = 0;
            Tensor Look(Tensor answers)
            {
                int old = task * TaskClasses;
                Assert.All(Toys.Numbers(answers).Chunk(Toys.Classes), row => Assert.Equal(1, row[..old].Sum(), 1e-5));
                answered++;
                return answers;
            }
            _ = Learn(new Combined(new Probe(learner => task = learner.Number), Make(name, disguise: Look)), Scenario.ClassIncremental, allOutputs: true);
            Assert.True(answered >= 2, name);
        }
    }

    private static int Old(Scenario scenario) => scenario == Scenario.DomainIncremental ? TaskClasses : Toys.Classes - TaskClasses;

    [Fact]
    public void AnswersAreThoseOfTheNetworkAsItWasBeforeTheTask()
    {
        var answers = new List<double[]>();
        var dreamer = new PseudoRehearsal((_, shape) => Tensor.Full(shape, 0.5))
        {
            Disguise = given =>
            {
                answers.Add(Toys.Numbers(given[0]));
                return given;
            },
        };
        var before = new List<double[]>();
        var probe = new Probe(learner =>
        {
            if (learner.Number > 0) before.Add(Toys.Numbers(Learner.Only(learner.Net.Predict(Tensor.Full([1, Toys.Pixels], 0.5)), learner.Stream.Tasks[learner.Number - 1].TrainOutputs).SoftMax()[0]));
        });
        _ = Learn(new Combined(dreamer, probe), Scenario.ClassIncremental);
        Assert.Equal(2 * Steps, answers.Count);
        for (int step = 0; step < answers.Count; step++) Assert.All(before[step / Steps].Zip(answers[step]), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.NotEqual(answers[0], answers[^1]);
    }

    private sealed class Probe(Action<Learner> before) : Strategy
    {
        public override string Name => "probe";

        public override void BeforeTask(Learner learner) => before(learner);
    }

    [Theory]
    [InlineData(null, 8, 2 * Steps)]
    [InlineData(30, 30, 2)]
    public void APoolIsMadeOnceATask(int? pool, int count, int times)
    {
        var shapes = new List<Shape>();
        _ = Learn(
            new PseudoRehearsal((random, shape) =>
            {
                shapes.Add(shape);
                return random.Uniform(shape);
            })
            { Pool = pool },
            Scenario.ClassIncremental);
        Assert.Equal([.. Enumerable.Repeat<Shape>([count, Toys.Pixels], times)], shapes);
    }

    [Fact]
    public void DreamsOfOldClassesKeepThem()
    {
        TrainingPlan plan = Toys.Plan() with { Epochs = 20 };
        double Average(Strategy strategy) => Learn(strategy, Scenario.ClassIncremental, plan).Run.Accuracies.Average;
        double naive = Average(new Naive()), generated = Average(new GenerativeReplay(Generator()) { Epochs = 100 });
        Assert.True(generated > naive + 0.2, $"{generated} and {naive}");
    }

    [Fact]
    public void InputDreamsAreTakenForWhatTheyAreDreamtAs()
    {
        var dreamer = new InputDreams(new ActivationMaximisation { Steps = 60, Range = (0, 1), Jitter = 0 }, s_picture) { Pool = 20 };
        TaskStream stream = Stream(Scenario.ClassIncremental);
        var learner = new Learner(Toys.Net(stream), stream, dreamer, Toys.Plan() with { Epochs = 10 });
        _ = learner.Run();
        Tensor dreams = dreamer.Dreams(learner, 2 * Toys.Classes, new RandomStream(8, "dreams"));
        Assert.Equal(stream.Tasks[0].Train.Images[..(2 * Toys.Classes)].Shape, dreams.Shape);
        int[] answers = learner.Answers(dreams, null, [.. Enumerable.Range(0, Toys.Classes)]);
        Assert.True(answers.Where((answer, i) => answer == i % Toys.Classes).Count() >= 10, string.Join(", ", answers));
    }

    [Fact]
    public void FreshInputDreamsGoRoundAllClasses()
    {
        // One dream a step: what it is taken for goes round 2 and then 4 classes.
        var asked = new List<int>();
        int task = 0;
        var dreamer = new InputDreams(new ActivationMaximisation { Steps = 20, Range = (0, 1), Jitter = 0 }, s_picture)
        {
            BatchSize = 1,
            Disguise = answers =>
            {
                if (task == 2) asked.Add(answers.ArgMax(-1).ToArray<int>()[0]);
                return answers;
            },
        };
        _ = Learn(new Combined(new Probe(learner => task = learner.Number), dreamer), Scenario.ClassIncremental, Toys.Plan() with { Epochs = 10 });
        int[] often = [.. Enumerable.Range(0, 4).Select(unit => asked.Count(other => other == unit))];
        Assert.All(often, count => Assert.InRange(count, asked.Count / 8, asked.Count / 2));
        Assert.True(asked.Zip(Enumerable.Range(0, asked.Count)).Count(pair => pair.First == pair.Second % 4) > asked.Count * 3 / 4, string.Join(", ", asked));
    }

    [Fact]
    public void InTheTthTaskDreamsCountOneMinusOneOverT()
    {
        const double Pixel = 0.5;
        int tasks = 0;
        Tensor before = null!;
        var dreamer = new PseudoRehearsal((_, shape) => Tensor.Full(shape, Pixel)) { BatchSize = 1, Disguise = answers => Tensor.OneHot(Tensor.From([0]), answers.Shape[1]) };
        var first = new LossProbe((_, loss) => before = loss);
        var last = new LossProbe((learner, loss) =>
        {
            int t = learner.Number + 1;
            double[] logits = Toys.Numbers(Learner.Only(learner.Net.Predict(Tensor.Full([1, Toys.Pixels], Pixel)), learner.Task.TrainOutputs));
            double rehearsal = Math.Log(logits.Sum(Math.Exp)) - logits[0];
            Assert.Equal(before.Item() / t + rehearsal * (t - 1) / t, loss.Item(), 1e-5);
            tasks = t;
        });
        _ = Learn(new Combined(first, dreamer, last), Scenario.ClassIncremental);
        Assert.Equal(3, tasks);
    }

    private sealed class LossProbe(Action<Learner, Tensor> look) : Strategy
    {
        public override string Name => "loss probe";

        public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
        {
            look(learner, loss);
            return loss;
        }
    }

    [Fact]
    public void InTheTthTaskTheGeneratorLearnsOneOverTOfNewImages()
    {
        // One step of plain descent: what it moves is linear in the weights of old and new images. Before the third task it does not move.
        const int Tasks = 3;
        double[] mixed = After(null), young = After(0), old = After(1);
        Assert.NotEqual(young, old);
        Assert.All(mixed.Zip(young.Zip(old)), one => Assert.Equal(one.Second.First / Tasks + one.Second.Second * (Tasks - 1) / Tasks, one.First, 1e-5));

        static double[] After(double? share)
        {
            VariationalAutoEncoder generator = Generator();
            int task = 0;
            var strategy = new GenerativeReplay(generator) { Share = share, Epochs = 1, Optimiser = parameters => new Sgd(parameters, ++task == Tasks ? 0.1 : 0) };
            _ = Learn(strategy, Scenario.ClassIncremental, Toys.Plan() with { BatchSize = 40 });
            Assert.Equal(Tasks, task);
            return Toys.Numbers(generator);
        }
    }

    [Fact]
    public void WhatIsKeptIsCounted()
    {
        (ContinualRun run, Mlp net) = Learn(new GenerativeReplay(Generator()), Scenario.ClassIncremental);
        Assert.Equal((net.ParameterCount + Generator().ParameterCount) * 4, run.StoredBytes[^1]);
        (ContinualRun noise, _) = Learn(new PseudoRehearsal { Pool = 10 }, Scenario.ClassIncremental);
        Assert.Equal((net.ParameterCount + 10 * (Toys.Pixels + Toys.Classes)) * 4, noise.StoredBytes[^1]);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Strategy[] bad =
        [
            new PseudoRehearsal { Share = 1.5 }, new PseudoRehearsal { Temperature = 0 }, new PseudoRehearsal { Temperature = double.PositiveInfinity }, new PseudoRehearsal { Pool = 0 }, new PseudoRehearsal { BatchSize = 0 },
            new InputDreams(new ActivationMaximisation(), [1, 3, 3]), new GenerativeReplay(Generator()) { Epochs = 0 },
            new GenerativeReplay(new VariationalAutoEncoder("other", Toys.Pixels + 1, [], 2, new RandomStream(1, "weights"))),
        ];
        foreach (Strategy strategy in bad) Assert.Throws<TensorException>(() => Learn(strategy, Scenario.ClassIncremental));
        // Before a task is trained.
        foreach (Strategy strategy in new Strategy[] { new InputDreams(new ActivationMaximisation(), [Toys.Pixels]), new InputDreams(new ActivationMaximisation { LearningRate = 0 }, s_picture) })
        {
            TaskStream stream = Stream(Scenario.ClassIncremental);
            Assert.Throws<TensorException>(() => new Learner(Toys.Net(stream), stream, strategy, Toys.Plan()));
        }
        Assert.Throws<TensorException>(() => Toys.Learn(new GenerativeReplay(Generator()), Scenario.ClassIncremental));      // pixels below 0
    }

    [Fact]
    public void AGeneratorServesOneStrategy()
    {
        VariationalAutoEncoder generator = Generator();
        _ = new GenerativeReplay(generator);
        Assert.Contains("belongs to another strategy", Assert.Throws<TensorException>(() => new GenerativeReplay(generator)).Message);
        Assert.NotSame(generator, new GenerativeReplay(generator.Clone()).Generator);
    }
}
