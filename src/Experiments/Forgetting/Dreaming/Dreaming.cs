using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Robins 1995: what a net has learned may be kept by practising, beside what is new, made-up inputs with the answers that it gave to them before.</summary>
public sealed partial class Dreaming : Puzzle<Dreaming.Settings>
{
    /// <summary>The sizes of a run.</summary>
    public sealed record Settings
    {
        [Setting("hidden units of the adding net", Low = 1, High = 2000, Spec = 50)] public int Hidden { get; init; } = 50;
        [Setting("learning rate of the adding net", Low = 1e-4, High = 10)] public double LearningRate { get; init; } = 0.25;
        [Setting("momentum of the adding net", Low = 0, High = 0.999)] public double Momentum { get; init; } = 0.9;
        [Setting("trials of the twos: passes through the facts and the dreams", Low = 1, High = 1000, Spec = 30)] public int Trials { get; init; } = 30;
        [Setting("few dreams", Low = 1, High = 10_000, Spec = 16)] public int FewDreams { get; init; } = 16;
        [Setting("dreams", Low = 1, High = 10_000, Spec = 64)] public int Dreams { get; init; } = 64;
        [Setting("many dreams", Low = 1, High = 10_000, Spec = 256)] public int ManyDreams { get; init; } = 256;
        [Setting("facts rehearsed instead of dreams", Low = 1, High = 15)] public IReadOnlyList<int> Rehearsed { get; init; } = [3, 6, 12];
        [Setting("seeds divisible by this number see images; 0 for none", Low = 0)] public int Every { get; init; } = 4;
        [Setting("tasks in a row", Low = 2, High = 5, Spec = 5)] public int Tasks { get; init; } = 5;
        [Setting("training images of a task", Low = 20, Spec = 3_000)] public int ExamplesPerTask { get; init; } = 1_000;
        [Setting("test images of all classes", Low = 20)] public int TestImages { get; init; } = 3_000;
        [Setting("images are pooled to about so many pixels a side", Low = 2)] public int Side { get; init; } = 14;
        [Setting("hidden units of each layer of the image net", Low = 1)] public IReadOnlyList<int> Units { get; init; } = [200, 200];
        [Setting("epochs for a task", Low = 1, Spec = 5)] public int Epochs { get; init; } = 5;
        [Setting("batch size", Low = 1)] public int BatchSize { get; init; } = 32;
        // This, the generator's epochs and the pool: from validation images, seeds 4 and 8; docs/errata.md has the numbers. Full runs take them over but for the epochs, which go by the number of steps.
        [Setting("learning rate of the image net", Low = 0)] public double ImageRate { get; init; } = 0.05;
        [Setting("hidden units of the generator's encoder; its decoder's are the same in reverse", Low = 1)] public IReadOnlyList<int> GeneratorUnits { get; init; } = [200];
        [Setting("numbers of the generator's code", Low = 1)] public int Latent { get; init; } = 20;
        [Setting("epochs of the generator for a task", Low = 1)] public int GeneratorEpochs { get; init; } = 20;
        [Setting("real images kept of each task", Low = 1)] public int RealPerTask { get; init; } = 50;
        [Setting("dreams by gradient ascent before each task", Low = 1)] public int Pool { get; init; } = 500;
        [Setting("temperature of the answers to noise and to dreams by gradient ascent", Low = 0.01)] public double Temperature { get; init; } = 2;
        [Setting("steps of gradient ascent", Low = 1, Spec = 100)] public int AscentSteps { get; init; } = 100;
        [Setting("learning rate of gradient ascent", Low = 1e-6)] public double AscentRate { get; init; } = 0.1;
        [Setting("weight of the squares in gradient ascent", Low = 0)] public double AscentL2 { get; init; } = 1e-3;
        [Setting("weight of the total variation in gradient ascent", Low = 0)] public double AscentVariation { get; init; } = 1e-2;
        [Setting("dreams that are studied after each task", Low = 1)] public int Studied { get; init; } = 200;
        [Setting("true for pilots: nets are asked validation images in the place of test images")] public bool Validate { get; init; }
    }
    public override Settings Full => new()
    {
        Every = 2,
        ExamplesPerTask = 3_000,
        TestImages = 10_000,
        Side = 28,
        Units = [400, 400],
        GeneratorUnits = [400],
        GeneratorEpochs = 10,
    };

    protected override void Require(Settings settings) => Setting.RequireDistinct("rehearsed", settings.Rehearsed);

    public override string Id => "forgetting/dreaming";
    public override string Title => "Dreams of what was learned, and what they keep";
    public override string Question => "A net learns something new, and the old examples are gone. If it practises inputs that it makes up, with its own old answers, does it keep what it knew?";
    public override string Reference => Robins;
    public override int SeedCount => 20;
    public override double Cost => 25;

    public override IReadOnlyList<string> Protocol =>
    [
        "Additions: a 28-50-24 sigmoid net learns 1+1 … 9+1 until no unit is off by 0.1; then 30 passes through 1+2 … 9+2, in random order with the dreams, one update each.",
        "A dream is an input that is made up, practised with the numbers that the net gave for it before the first pass. All kinds of dreams begin with the same net.",
        "Kinds: random units (3 in 10 on); sums of two digits from 0 to 9, none alike: any but those with a 2; without 1s and 2s, none of which is an old fact; any, 2s included. Scored: the 15 ones that are no twos.",
        "Images, in every fourth seed (every second in full mode): five pairs of classes one after the other, no task told at test, ReLU net with 196 inputs and hidden layers of 200 and 200 units (784, 400 and 400 in full mode), plain gradient descent. Old answers come from the net as it was before the task.",
        "Dreams of images: uniform noise; gradient ascent on the pixels, from noise, for the classes known (soft answers, temperature 2); a variational auto-encoder that learns its own old images along with the new ones. Their weight in the loss is 1 - 1/t in task t.",
        "Compared: nothing; 50 real images of each task; as many real images as the generator has bytes; all classes so far learned together.",
        "Baselines: as many random inputs; the same dreams with each other's answers; and the old facts that are among the sums, rehearsed themselves.",
    ];

    public override IReadOnlyList<string> Traps =>
    [
        "Dreams that happen to be old facts are rehearsal: of 64 sums about 12 are. What is kept beyond what these facts keep themselves is a claim of its own, and sums without 1s hold none.",
        "Answers must come from the net as it was before the new task. The net of the moment would only be told what it says.",
        "Dreams that contradict the new task stand in its way: what is kept says nothing without what is learned.",
        "Shuffled answers may help: they still say that a dream is of none of the new classes. So the better of noise and of shuffled answers is subtracted.",
        "A generator takes bytes as well: with as many bytes of real images nothing needs to be dreamt.",
        "A generator that leaves a class out forgets it, which a mean over classes may not show: the shares of the classes are drawn.",
        "How sums are drawn decides much. Digits from 0 to 9 without 2 make 81 sums; here no two dreams are alike, so that 64 dreams are 64 of them. Drawn with repetition, 64 dreams would be fewer sums, and fewer old facts among them.",
    ];
}
