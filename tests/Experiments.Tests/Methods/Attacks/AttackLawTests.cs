using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

/// <summary>What holds for every attack, on any images.</summary>
public class AttackLawTests
{
    private const int Tries = 25;

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(Tries).WithReplay(7, 1);

    [Fact]
    public void What_is_found_reaches_its_goal_inside_the_box_and_the_ball_and_is_measured_right() => ForEvery((at, attack, goals) =>
    {
        AttackResults found = attack.Run(at.Logits, at.Images, goals, at.Random);
        (double epsilon, AttackNorm norm) = AttackCases.Bound(attack, at);
        double[][] images = [.. Toys.Numbers(at.Images).Chunk(at.Pixels)];
        Assert.Equal(at.Count, found.Count);
        int[] answers = Toys.Answers(at.Logits, found.Images(at.Images));
        for (int i = 0; i < found.Count; i++)
        {
            AttackResult one = found[i];
            if (!one.Success)
            {
                Assert.Equal((double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity), (one.L2, one.LInf, one.Rms));
                Assert.Throws<InvalidOperationException>(() => one.Adversarial);
                continue;
            }
            Assert.True(goals[i].IsReachedBy(answers[i]), $"{goals[i]}: {answers[i]}");
            Assert.All(one.Adversarial, pixel => Assert.InRange(pixel, 0, 1));
            double[] r = [.. one.Adversarial.Zip(images[i], (to, was) => to - was)];
            Assert.Equal(r, one.Perturbation);
            Assert.Equal((Math.Sqrt(r.Sum(x => x * x)), r.Max(Math.Abs)), (one.L2, one.LInf));
            Assert.Equal(one.L2 / Math.Sqrt(at.Pixels), one.Rms, 12);
            Assert.True(one.Length(norm) <= epsilon + AttackCase.Rounding, $"{one.Length(norm)} of {epsilon}");
        }
    });

    [Fact]
    public void An_image_that_is_where_it_shall_be_is_found_as_it_is() => ForEvery((at, attack, goals) =>
    {
        if (at.Count == 1) return;
        AttackResult first = attack.Run(at.Logits, at.Images, goals, at.Random)[0];
        Assert.Equal(0, first.L2);
        Assert.True(first.Queries >= 1);
    });

    [Fact]
    public void Queries_and_gradients_are_counted_exactly() => ForEvery((at, attack, goals) =>
    {
        var counter = new Counter(at.Logits);
        AttackResults found = attack.Run(counter.Logits, at.Images, goals, at.Random);
        Assert.Equal((counter.Queries, counter.Gradients), (found.Queries, found.Gradients));
        Assert.Equal(found.Queries, found.Sum(one => one.Queries));
    });

    [Fact]
    public void An_image_is_attacked_in_a_batch_as_it_is_alone_and_again_as_before() => ForEvery((at, attack, goals) =>
    {
        AttackResults together = attack.Run(at.Logits, at.Images, goals, at.Random), again = attack.Run(at.Logits, at.Images, goals, at.Random);
        int last = at.Count - 1;
        AttackResult alone = attack.Run(at.Logits, at.Images[last..], [goals[last]], at.Random, [last])[0];
        AssertSame(together[last], alone);
        for (int i = 0; i < at.Count; i++) AssertSame(together[i], again[i]);
        if (at.Count == 1) AssertSame(together[0], attack.Run(at.Logits, at.Images[0], goals[0], at.Random));
    });

    [Fact]
    public void A_radius_of_0_gives_back_the_images_bit_for_bit() => ForEvery((at, attack, goals) =>
    {
        if (attack is not BoundedAttack bounded) return;
        Tensor moved = bounded.Perturb(at.Logits, at.Images, goals, at.Random);
        Assert.Equal((at.Images.Shape, at.Images.DType), (moved.Shape, moved.DType));
        double[] before = Toys.Numbers(at.Images), after = Toys.Numbers(moved);
        Assert.All(after, pixel => Assert.InRange(pixel, 0, 1));
        for (int i = 0; i < at.Count; i++)
        {
            double[] r = [.. Enumerable.Range(i * at.Pixels, at.Pixels).Select(place => after[place] - before[place])];
            Assert.True((bounded.Norm == AttackNorm.L2 ? Math.Sqrt(r.Sum(x => x * x)) : r.Max(Math.Abs)) <= bounded.Epsilon + AttackCase.Rounding);
        }
        if (at.Epsilon == 0) Assert.Equal(before.Select(BitConverter.DoubleToInt64Bits), after.Select(BitConverter.DoubleToInt64Bits));
    });

    [Fact]
    public void Two_threads_find_the_same_bits_as_one()
    {
        var at = new AttackCase(4, [12], true, AttackNorm.LInf, false, 0.2, 5);
        foreach (Attack attack in AttackCases.Types.Where(type => type != typeof(TransferAttack)).SelectMany(type => AttackCases.Of(type, at)))
        {
            AttackResults[] runs = [.. new[] { 1, 2 }.Select(threads =>
            {
                var device = new CpuDevice(threads);
                return attack.Run(Toys.Net(at.Pixels, AttackCase.Classes, at.DType, 5, device: device), at.Images.MoveTo(device), at.Goals(false), at.Random);
            })];
            for (int i = 0; i < at.Count; i++) AssertSame(runs[0][i], runs[1][i]);
        }
    }

    [Fact]
    public void Memory_is_given_back()
    {
        var at = new AttackCase(3, [12], true, AttackNorm.L2, false, 0.2, 5);
        var device = new CpuDevice(1);
        using var scope = MemoryScope.Open();       // what is made here stays meanwhile
        Func<Tensor, Tensor> logits = Toys.Net(at.Pixels, AttackCase.Classes, at.DType, 5, device: device);
        Tensor images = at.Images.MoveTo(device);
        foreach (Attack attack in AttackCases.Types.Where(type => type != typeof(TransferAttack)).SelectMany(type => AttackCases.Of(type, at)))
        {
            long before = device.Memory.Live;
            _ = attack.Run(logits, images, at.Goals(false), at.Random);
            Assert.Equal(before, device.Memory.Live);
        }
    }

    private static void ForEvery(Action<AttackCase, Attack, AttackGoal[]> law) => Prop.ForAll(AttackCase.Any, at =>
    {
        foreach (Attack attack in at.Attacks())
        {
            using var scope = MemoryScope.Open();
            try
            {
                law(at, attack, at.Goals(mayTarget: attack is not DeepFool));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{attack.GetType().Name}: {error.Message}", error);
            }
        }
    }).Check(s_config);

    private static void AssertSame(AttackResult expected, AttackResult actual)
    {
        Assert.Equal((expected.Success, expected.Queries, expected.Gradients), (actual.Success, actual.Queries, actual.Gradients));
        if (expected.Success) Assert.Equal(expected.Adversarial.Select(BitConverter.DoubleToInt64Bits), actual.Adversarial.Select(BitConverter.DoubleToInt64Bits));
    }
}
