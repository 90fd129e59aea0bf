using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

public sealed partial class Dreaming : Puzzle<Dreaming.Settings>
{
    public sealed record Settings
    {
        [Setting("hidden units of the adding net", Low = 1, High = 2000, Spec = 50)] public int Hidden { get; init; } = 50;
        [Setting("learning rate of the adding net", Low = 1e-4, High = 10)] public double LearningRate { get; init; } = 0.25;
        [Setting("momentum of the adding net", Low = 0, High = 0.999)] public double Momentum { get; init; } = 0.9;
        [Setting("trials of the twos: passes through the facts and the dreams", Low = 1, High = 1000, Spec = 30)] public int Trials { get; init; } = 30;
    }
    public override string Id => "forgetting/dreaming";
    public override string Title => "x";
    public override string Question => "A";
    public override string Reference => "McCloskey & Cohen 1989";
    public override bool UsesImages => false;
    public override int SeedCount => 20;
    public override double Cost => 3;
    public override IReadOnlyList<string> Protocol => [];
    public override IReadOnlyList<string> Traps => [];
    public override IReadOnlyList<ClaimSpec> Claims => [];
    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        using var scope = MemoryScope.Open();
        var trials = new FactTrials(lab, s, found);
        var w = System.Diagnostics.Stopwatch.StartNew();
        void T(string n) { Console.Error.WriteLine($"{n,-14} kept {found.Series["kept/" + n][^1]:0.00} twos {found.Series["twos/" + n][^1]:0.00} met {(found.Series.TryGetValue("met/" + n, out var m) ? m[0] : -1)} {w.ElapsedMilliseconds}ms"); w.Restart(); }
        void D(string n, int c, Func<RandomStream, double[]> d, bool sh = false) { trials.Dream(n, Arm.Control, c, d, sh); T(n); }
        D("none", 0, FactDreams.Noise); D("noise64", 64, FactDreams.Noise);
        D("g64 1-9 repl", 64, FactDreams.Sums(2)); D("g64 0-9 repl", 64, FactDreams.Sums0(2));
        D("g64 0-9 dist", 64, FactDreams.One(0, 2)); D("g16 0-9 dist", 16, FactDreams.One(0, 2)); D("g64 1-9 dist", 64, FactDreams.One(1, 2)); D("gsh 0-9 dist", 64, FactDreams.One(0, 2), true);
        D("novel 0-9 dist", 64, FactDreams.One(0, 1, 2)); D("novel 0-9 repl", 64, FactDreams.Sums0(1, 2)); D("twos 0-9 dist", 64, FactDreams.One(0));
    }
    protected override Findings Conclude(Evidence evidence, Settings settings) => new([], []);
}
