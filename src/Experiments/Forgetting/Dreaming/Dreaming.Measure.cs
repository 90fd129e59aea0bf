using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

// What one seed measures.
public sealed partial class Dreaming
{
    private const string Awake = "none", FewNoise = "few noise", Noise = "noise", ManyNoise = "much noise", FewSums = "few sums", Sums = "sums", ShuffledSums = "sums, answers shuffled",
        Novel = "sums without ones", ShuffledNovel = "sums without ones, answers shuffled", WithTwos = "sums with twos", Facts = "facts", MetFacts = "facts among the sums", MetAndNoise = "facts among the sums, with noise";

    private const string Naive = "nothing", Uniform = "uniform noise", Painted = "input dreams", Generated = "generated", ShuffledGenerated = "generated, answers shuffled", ShuffledPainted = "input dreams, answers shuffled", Real = "real images",
        EqualBytes = "real images, equal bytes", Together = "joint";

    private const string Width = "width of images", Pixels = "pixels of images", EqualImages = "images of as many bytes as the generator", SeesImages = "sees images";

    private const int Runs = 9;

    // Far above what is usual: only what explodes is clipped.
    private const double ClipNorm = 5;

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        using var scope = MemoryScope.Open();
        var facts = new FactTrials(lab, s, found);
        facts.Dream(Awake, Arm.Control, 0, FactDreams.Noise);
        facts.Dream(FewNoise, Arm.Control, s.FewDreams, FactDreams.Noise);
        facts.Dream(Noise, Arm.Control, s.Dreams, FactDreams.Noise);
        facts.Dream(ManyNoise, Arm.Control, s.ManyDreams, FactDreams.Noise);
        facts.Dream(FewSums, Arm.Treatment, s.FewDreams, FactDreams.Sums(2));
        (int[] met, int others) = facts.Dream(Sums, Arm.Treatment, s.Dreams, FactDreams.Sums(2));
        facts.Rehearse(MetFacts, met);
        facts.Rehearse(MetAndNoise, met, others);
        facts.Dream(ShuffledSums, Arm.Control, s.Dreams, FactDreams.Sums(2), shuffled: true);
        facts.Dream(Novel, Arm.Treatment, s.Dreams, FactDreams.Sums(1, 2));
        facts.Dream(ShuffledNovel, Arm.Control, s.Dreams, FactDreams.Sums(1, 2), shuffled: true);
        facts.Dream(WithTwos, Arm.Treatment, s.Dreams, FactDreams.Sums());
        foreach (int count in s.Rehearsed) facts.Rehearse($"{Facts} {count}", facts.Some(count));
        bool sees = s.Every > 0 && lab.Seed % s.Every == 0;
        found.Add(SeesImages, sees ? 1 : 0);
        if (sees) Images(lab, s, found);
        lab.Report(1);
    }

    private static void Images(Lab lab, Settings s, Measurements found)
    {
        var sizes = new TaskSizes(s.Tasks, s.ExamplesPerTask, s.TestImages, s.Side, s.Epochs, s.BatchSize, s.ImageRate) { Clip = ClipNorm, OnValidation = s.Validate, KeepsPixels = true, SettlesJoint = true };
        var runs = new TaskRuns(lab, sizes, found, Runs);
        var study = new DreamStudy(lab, s, found);
        (int rows, int columns) = lab.Data.PooledSize(s.Side);
        Shape picture = [lab.Data.Channels, rows, columns];
        int pixels = picture.Elements;
        VariationalAutoEncoder Generator() => new("generator", pixels, s.GeneratorUnits, s.Latent, lab.Random("weights of the generator"));
        RandomStream shuffled = lab.Random("shuffled answers of images");
        long equal = Generator().Bytes / pixels;        // images of a byte a pixel
        Replay Replay(int perTask) => new(new Reservoir(perTask * s.Tasks)) { Disguise = task => task.First(perTask) };
        PseudoRehearsal Noise() => new() { Temperature = s.Temperature };
        GenerativeReplay Generative(Func<Tensor, Tensor>? disguise) => new(Generator()) { Epochs = s.GeneratorEpochs, Disguise = disguise };
        InputDreams Painter(Func<Tensor, Tensor>? disguise) => new(
            new ActivationMaximisation { Steps = s.AscentSteps, LearningRate = s.AscentRate, L2 = s.AscentL2, TotalVariation = s.AscentVariation, Range = (0, 1) }, picture)
        { Pool = s.Pool, Temperature = s.Temperature, Disguise = disguise };
        Tensor Shuffle(Tensor answers) => answers.Rows(shuffled.Permutation(answers.Shape[0]));
        found.Add(Width, columns);
        found.Add(Pixels, pixels);
        found.Add(EqualImages, equal);

        Control(Naive, () => new Naive());
        Control(Together, () => new Joint());
        Control(Real, () => Replay(s.RealPerTask));
        Control(EqualBytes, () => Replay((int)Math.Max(1, equal / s.Tasks)));
        Control(Uniform, Noise);
        Run(Painted, Arm.Treatment, Noise, () => Painter(null));
        Control(ShuffledPainted, () => Painter(Shuffle));
        Run(Generated, Arm.Treatment, () => new Naive(), () => Generative(null));
        Control(ShuffledGenerated, () => Generative(Shuffle));

        void Control(string name, Func<Strategy> strategy) => Run(name, Arm.Control, strategy, strategy);

        void Run(string name, Arm arm, Func<Strategy> control, Func<Strategy> treatment) =>
            runs.Run(TaskRuns.Split, name, arm, () => Watched(name, control()), () => Watched(name, treatment()), s.Units, Scenario.ClassIncremental);

        Strategy Watched(string name, Strategy strategy) =>
            strategy is DreamReplay dreamer ? new Combined(strategy, new DreamWatch(learner => study.Look(name, learner, dreamer))) : strategy;
    }
}
