using System.Reflection;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

/// <summary>A batch of images of some shape, a small net, a radius; what every attack is tried on.</summary>
internal sealed record AttackCase(int Count, int[] Sizes, bool IsSingle, AttackNorm Norm, bool Targeted, double Epsilon, int Seed)
{
    public const int Classes = 5;

    public static Arbitrary<AttackCase> Any { get; } = Arb.From(
        from count in Gen.Choose(1, 4)
        from sizes in Gen.Elements<int[]>([1], [7], [12], [3, 4], [5, 2], [2, 3, 4], [1, 1, 6])
        from single in Gen.Elements(true, false)
        from norm in Gen.Elements(AttackNorm.LInf, AttackNorm.L2)
        from targeted in Gen.Elements(true, false)
        from epsilon in Gen.Elements(0, 0.01, 0.1, 0.3, 1)
        from seed in Gen.Choose(0, 1000)
        select new AttackCase(count, sizes, single, norm, targeted, epsilon, seed),
        one => one.Smaller());

    public int Pixels => Sizes.Aggregate(1, (all, size) => all * size);

    public DType DType => IsSingle ? DType.Float32 : DType.Float64;

    /// <summary>How far rounding may carry a point out of its ball, of float32 images too.</summary>
    public const double Rounding = 1e-12;

    public Func<Tensor, Tensor> Logits => Toys.Net(Pixels, Classes, DType, (ulong)Seed);

    /// <summary>With pixels on the walls of the box among them.</summary>
    public Tensor Images => (new RandomStream((ulong)Seed, "images").Uniform([Count, .. Sizes], -0.2, 1.2, DType)).Clamp(0, 1);

    public RandomStream Random => new((ulong)Seed, "attack");

    /// <summary>Away from the answer, or to the next class; the first image of several is there already.</summary>
    public AttackGoal[] Goals(bool mayTarget)
    {
        int[] answers = Toys.Answers(Logits, Images);
        return [.. answers.Select((answer, i) => (Targeted && mayTarget, i == 0 && Count > 1) switch
        {
            (true, false) => AttackGoal.Become((answer + 1) % Classes),
            (true, true) => AttackGoal.Become(answer),
            (false, false) => AttackGoal.Leave(answer),
            (false, true) => AttackGoal.Leave((answer + 1) % Classes),
        })];
    }

    /// <summary>Every attack there is, small enough to be tried often.</summary>
    public IEnumerable<Attack> Attacks() => AttackCases.Types.SelectMany(type => AttackCases.Of(type, this));

    public override string ToString() => FormattableString.Invariant($"{Count} x [{string.Join(", ", Sizes)}] {DType} {Norm} {(Targeted ? "to" : "from")} a class, radius {Epsilon}, seed {Seed}");

    private IEnumerable<AttackCase> Smaller()
    {
        if (Count > 1) yield return this with { Count = Count - 1 };
        if (Sizes.Length > 1 || Sizes[0] > 1) yield return this with { Sizes = [1] };
        if (IsSingle) yield return this with { IsSingle = false };
        if (Targeted) yield return this with { Targeted = false };
    }
}

internal static class AttackCases
{
    public static Type[] Types { get; } =
        [.. typeof(Attack).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Attack)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static IEnumerable<Attack> Of(MemberInfo type, AttackCase at) => type.Name switch
    {
        nameof(ProjectedGradient) =>
        [
            new ProjectedGradient { Epsilon = at.Epsilon, Norm = at.Norm, StepCount = 5, RandomStarts = 1 },
            new ProjectedGradient { Epsilon = at.Epsilon, Norm = at.Norm, StepCount = 3, Loss = AttackLoss.Margin, StepSize = 0.7 },
            ProjectedGradient.Fgsm(at.Epsilon, at.Norm),
        ],
        nameof(AutoProjectedGradient) => [new AutoProjectedGradient { Epsilon = at.Epsilon, Norm = at.Norm, StepCount = 10, RandomStarts = 1 }],
        nameof(SquareAttack) => [new SquareAttack { Epsilon = at.Epsilon, Norm = at.Norm, MaxQueries = 15 }],
        nameof(DeepFool) => [new DeepFool { MaxSteps = 6 }],
        nameof(CarliniWagner) => [new CarliniWagner { MaxSteps = 25, ConstantCount = 3, FirstConstant = 1, LearningRate = 0.1 }],
        nameof(CarliniWagnerLInf) => at.Norm == AttackNorm.LInf ? [new CarliniWagnerLInf { Epsilon = at.Epsilon, StepCount = 6 }] : [],
        nameof(LbfgsAttack) => [new LbfgsAttack { Constants = [0.01, 1], Bisections = 1, MaxIterations = 8 }],
        nameof(HopSkipJump) => [new HopSkipJump { StepCount = 2, FirstPoints = 8, Beginnings = 5 }],
        nameof(TransferAttack) =>
        [
            new TransferAttack(Toys.Net(at.Pixels, AttackCase.Classes, at.DType, (ulong)at.Seed + 1), ProjectedGradient.Fgsm(at.Epsilon, at.Norm)) { LeavesOwnAnswer = true },
        ],
        nameof(WorstCase) =>
        [
            new WorstCase(ProjectedGradient.Fgsm(at.Epsilon, at.Norm), new SquareAttack { Epsilon = at.Epsilon, Norm = at.Norm, MaxQueries = 6 }) { Norm = at.Norm, SparesBroken = true },
            new WorstCase(new LbfgsAttack { Constants = [0.01], MaxIterations = 5 }, ProjectedGradient.Bim(at.Epsilon, 3)) { Norm = at.Norm, Epsilon = at.Epsilon },
        ],
        _ => throw new InvalidOperationException($"{type.Name}: say how to try it"),
    };

    /// <summary>The radius that an attack promises to stay in, and its norm.</summary>
    public static (double Epsilon, AttackNorm Norm) Bound(Attack attack, AttackCase at) => attack switch
    {
        BoundedAttack bounded => (bounded.Epsilon, bounded.Norm),
        TransferAttack => (at.Epsilon, at.Norm),
        WorstCase worst => (at.Epsilon, worst.Norm),
        _ => (double.PositiveInfinity, AttackNorm.L2),
    };
}
