using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class MemoryTests
{
    [Fact]
    public void AReservoirIsUniformOverAllThatPassedBy()
    {
        const int Capacity = 5, Seen = 20, Streams = 4000;
        const double Share = (double)Capacity / Seen, Bound = 55;        // χ² of 19 degrees of freedom exceeds it once in 40,000 streams
        var counts = new double[Seen];
        for (ulong seed = 0; seed < Streams; seed++)
        {
            var random = new RandomStream(seed, "reservoir");
            var reservoir = new Reservoir(Capacity);
            List<int> held = [];
            foreach (int[] part in new[] { Enumerable.Range(0, 3), Enumerable.Range(3, 8), Enumerable.Range(11, 9) }.Select(part => part.ToArray()))
            {
                List<int> before = held;
                var examples = new Examples(Tensor.Zeros([part.Length, 1]), Tensor.From(part, [part.Length]), part);
                held = [.. reservoir.Offer(examples, random).Select(place => place < before.Count ? before[place] : part[place - before.Count])];
            }
            Assert.Equal(Capacity, held.Distinct().Count());
            foreach (int example in held) counts[example]++;
        }
        // Drawn without replacement, counts vary by 1 - share less.
        double chi = counts.Sum(count => (count - Streams * Share) * (count - Streams * Share)) / (Streams * Share * (1 - Share)) * (Seen - 1) / Seen;
        Assert.True(chi < Bound, $"χ² = {chi}");
    }

    [Fact]
    public void WhatFitsIsKeptWholly()
    {
        foreach (Sampler sampler in new Sampler[] { new Reservoir(50), new Balanced(50) })
        {
            var memory = new ExampleMemory(sampler);
            TaskStream stream = Toys.Split(Scenario.ClassIncremental, train: 48);
            RandomStream random = new(1, "memory");
            foreach (LearningTask task in stream.Tasks) memory.Add(task.Train, random, task.Train.Images * 2);
            Examples all = Examples.Concat([.. stream.Tasks.Select(task => task.Train)]);
            Assert.Equal(Toys.Numbers(all.Images), Toys.Numbers(memory.All.Images));
            Assert.Equal(all.Labels.ToArray<int>(), memory.All.Labels.ToArray<int>());
            Assert.Equal(all.Tasks, memory.All.Tasks);
            Assert.Equal(Toys.Numbers(all.Images * 2), Toys.Numbers(memory.Beside));
            Assert.Equal(48 * (2 * Toys.Pixels + 1) * 4, memory.Bytes);
            Assert.Equal(Enumerable.Range(0, 48), memory.Draw(100, random).Order());
            Assert.Equal(7, memory.Draw(7, random).Distinct().Count());
        }
    }

    [Fact]
    public void ASamplerServesOneMemory()
    {
        foreach (Sampler sampler in new Sampler[] { new Reservoir(20), new Balanced(20) })
        {
            _ = new Replay(sampler);
            Func<object>[] others = [() => new Replay(sampler), () => new AveragedGem(sampler), () => new DarkExperienceReplay(sampler), () => new ExampleMemory(sampler)];
            foreach (Func<object> other in others) Assert.Contains("belongs to another memory", Assert.Throws<TensorException>(other).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ManyExamplesAreAnsweredInBatchesBitForBitAsAtOnce()
    {
        // 500 and 2 would round otherwise.
        const int OfEach = 502;
        var der = new DarkExperienceReplay(new Reservoir(3 * OfEach));
        var sizes = new Sizes();
        TaskStream stream = TaskStream.Split(Toys.Images(Toys.Classes * OfEach / 2), Toys.Images(30, 4), 2, Scenario.ClassIncremental);
        var net = new Mlp([Toys.Pixels, 300, 200, stream.Outputs], Activation.Relu, Initialiser.He, new RandomStream(7, "weights"));
        _ = new Learner(net, stream, new Combined(sizes, der), Toys.Plan() with { Epochs = 1 }).Run();
        Examples last = stream.Tasks[^1].Train;
        Assert.Equal(OfEach, last.Count);
        Assert.Equal(Toys.Numbers(net.Predict(last.Images)), Toys.Numbers(der.Memory.Beside[(2 * OfEach)..]));
        Assert.InRange(sizes.Largest, 100, 500);
    }

    private sealed class Sizes : Strategy
    {
        public int Largest { get; private set; }

        public override string Name => "sizes";

        public override Tensor Logits(Learner learner, Tensor images, int? task, bool training)
        {
            Largest = Math.Max(Largest, images.Shape[0]);
            return base.Logits(learner, images, task, training);
        }
    }

    [Fact]
    public void WhatIsKeptStaysTogether()
    {
        var memory = new ExampleMemory(new Reservoir(10));
        TaskStream stream = Toys.Split(Scenario.ClassIncremental);
        RandomStream random = new(1, "memory");
        foreach (LearningTask task in stream.Tasks) memory.Add(task.Train, random, task.Train.Images * 2);
        Assert.Equal(Toys.Numbers(memory.All.Images * 2), Toys.Numbers(memory.Beside));
        Examples all = Examples.Concat([.. stream.Tasks.Select(task => task.Train)]);
        double[] pixels = Toys.Numbers(all.Images[.., 0]), kept = Toys.Numbers(memory.All.Images[.., 0]);
        int[] labels = all.Labels.ToArray<int>(), keptLabels = memory.All.Labels.ToArray<int>();
        for (int i = 0; i < kept.Length; i++)
        {
            int from = Array.IndexOf(pixels, kept[i]);
            Assert.Equal((labels[from], all.Tasks[from]), (keptLabels[i], memory.All.Tasks[i]));
        }
    }

    [Theory]
    [InlineData(12, Scenario.ClassIncremental)]
    [InlineData(13, Scenario.TaskIncremental)]
    [InlineData(4, Scenario.ClassIncremental)]
    [InlineData(14, Scenario.DomainIncremental)]
    public void AGreedyMemoryIsBalancedWhateverComesFirst(int capacity, Scenario scenario)
    {
        var gdumb = new Gdumb(capacity);
        (ContinualRun run, _) = Toys.Learn(gdumb, scenario);
        Examples all = gdumb.Memory.All;
        (int, int)[] kinds = [.. all.Labels.ToArray<int>().Zip(all.Tasks)];
        int[] counts = [.. from task in Enumerable.Range(0, 3) from label in Enumerable.Range(0, 2) select kinds.Count(kind => kind == ((scenario == Scenario.DomainIncremental ? 0 : 2 * task) + label, task))];
        Assert.Equal(capacity, counts.Sum());
        Assert.True(counts.Max() - counts.Min() <= 1, string.Join(", ", counts));
        Assert.Equal(capacity * (Toys.Pixels + 1) * 4, run.StoredBytes[^1]);
    }

    [Fact]
    public void AProjectedGradientNeverOpposesTheMemorys()
    {
        TaskStream stream = Toys.Split(Scenario.DomainIncremental, dtype: DType.Float64);
        var gem = new AveragedGem(new Reservoir(30)) { BatchSize = 30 };        // all of it, so that the probe sees the same
        var probe = new NeverAgainst(gem);
        _ = new Learner(Toys.Net(stream, DType.Float64), stream, new Combined(probe.Before, gem, probe), Toys.Plan()).Run();
        Assert.True(probe is { Projected: > 5, Left: > 5 }, $"{probe.Projected} projected, {probe.Left} left");
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("balanced replay")]
    [InlineData("DER++")]
    [InlineData("GDumb")]
    public void RehearsalRemembersClasses(string name)
    {
        TrainingPlan plan = Toys.Plan() with { Epochs = 20 };
        Strategy strategy = name switch
        {
            "replay" => new Replay(new Reservoir(30)),
            "balanced replay" => new Replay(new Balanced(30)),
            "DER++" => new DarkExperienceReplay(new Reservoir(30)),
            _ => new Gdumb(30) { Epochs = 60 },
        };
        (ContinualRun run, _) = Toys.Learn(strategy, Scenario.ClassIncremental, plan);
        (ContinualRun naive, _) = Toys.Learn(new Naive(), Scenario.ClassIncremental, plan);
        (ContinualRun lost, _) = Toys.Learn(new Replay(new Reservoir(30)) { Disguise = Noise }, Scenario.ClassIncremental, plan);
        Assert.True(run.Accuracies.Average > naive.Accuracies.Average + 0.3, $"{run.Accuracies.Average} and {naive.Accuracies.Average}");
        Assert.True(run.Accuracies.Average > lost.Accuracies.Average + 0.2, $"{run.Accuracies.Average} and, of noise, {lost.Accuracies.Average}");

        static Examples Noise(Examples task) => task with { Images = new RandomStream(1, "noise").Uniform(task.Images.Shape) };
    }

    [Fact]
    public void ShuffledLabelsAreThoseThatAreHeldInAnotherOrder()
    {
        const int Capacity = 24;
        Replay Memory(bool shuffles) => new(new Balanced(Capacity)) { ShufflesLabels = shuffles };
        Replay plain = Memory(false), shuffled = Memory(true);
        (ContinualRun kept, _) = Toys.Learn(plain, Scenario.ClassIncremental);
        (ContinualRun lost, _) = Toys.Learn(shuffled, Scenario.ClassIncremental);
        Assert.Equal(plain.Memory.All.Labels.ToArray<int>(), shuffled.Memory.All.Labels.ToArray<int>());
        Assert.Equal(Toys.Numbers(plain.Memory.All.Images), Toys.Numbers(shuffled.Memory.All.Images));
        Assert.True(kept.Accuracies.Average > lost.Accuracies.Average + 0.1, $"{kept.Accuracies.Average} and {lost.Accuracies.Average}");
        TensorException refused = Assert.Throws<TensorException>(() => Toys.Learn(Memory(true), Scenario.TaskIncremental));
        Assert.Contains("replay does not apply to task-incremental streams", refused.Message, StringComparison.Ordinal);
    }
}
