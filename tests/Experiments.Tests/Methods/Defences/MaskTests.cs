using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Experiments.Methods.Defences;
using DeepPuzzles.Experiments.Tests.Methods.Attacks;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Defences;

/// <summary>Defences that hide gradients: what they promise, and that they are seen through.</summary>
public class MaskTests
{
    private const int Pixels = 30, Classes = 4;

    private static readonly Tensor s_images = new RandomStream(1, "images").Uniform([40, Pixels]);
    private static readonly Func<Tensor, Tensor> s_net = Toys.Net(Pixels, Classes, DType.Float32);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(256)]
    public void A_rounded_pixel_is_the_nearest_level_and_rounded_again_stays(int levels)
    {
        var quantised = new InputQuantisation(levels);
        Tensor once = quantised.Forward(s_images);
        Assert.All(Toys.Numbers(s_images).Zip(Toys.Numbers(once)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.5 / (levels - 1) + 1e-6));
        Assert.InRange(Toys.Numbers(once).Distinct().Count(), 2, levels);
        Assert.Equal(once.ToArray<float>(), quantised.Forward(once).ToArray<float>());
        Assert.Equal([0f, 1f], quantised.Forward(Tensor.From<float>([0, 1])).ToArray<float>());
        Assert.Empty(quantised.Parameters);
    }

    [Fact]
    public void Rounding_has_no_gradient_and_straight_through_that_of_the_identity()
    {
        var quantised = new InputQuantisation(8);
        Tensor weights = new RandomStream(2, "weights").Normal([Pixels]);
        Assert.All(Toys.Numbers(Slope(quantised.Forward)), slope => Assert.Equal(0, slope));
        Assert.Equal(Toys.Numbers(weights.Expand([40, Pixels])), Toys.Numbers(Slope(quantised.ForwardStraightThrough)));
        Assert.Equal(quantised.Forward(s_images).ToArray<float>(), quantised.ForwardStraightThrough(s_images).ToArray<float>());

        Tensor Slope(Func<Tensor, Tensor> round) => Differentiation.Gradient((Tensor x) => (round(x) * weights).Sum())(s_images);
    }

    [Fact]
    public void Whoever_takes_rounding_for_the_identity_breaks_what_gradients_cannot()
    {
        var quantised = new InputQuantisation(8);
        Tensor Masked(Tensor x) => s_net(quantised.Forward(x));
        Tensor Seen(Tensor x) => s_net(quantised.ForwardStraightThrough(x));
        AttackGoal[] goals = AttackGoal.LeaveAll(Toys.Answers(Masked, s_images));
        var attack = new ProjectedGradient { Epsilon = 0.15, Loss = AttackLoss.Margin };
        double blind = attack.Run(Masked, s_images, goals).SuccessRate, seeing = new TransferAttack(Seen, attack).Run(Masked, s_images, goals).SuccessRate;
        Assert.Equal(0, blind);
        Assert.InRange(seeing, 0.3, 1);
    }

    [Fact]
    public void Soft_labels_are_probabilities_at_the_temperature()
    {
        var teacher = new Mlp([Pixels, 8, Classes], Activation.Tanh, Initialiser.He, new RandomStream(3, "weights"));
        Tensor many = new RandomStream(4, "images").Uniform([700, Pixels]);         // more than one batch
        var distillation = new DefensiveDistillation { Temperature = 5 };
        Tensor soft = distillation.SoftLabels(teacher, many);
        Assert.Equal([700, Classes], soft.Shape.Sizes.ToArray());
        Assert.False(soft.IsTracked);
        double[][] logits = [.. Toys.Numbers(teacher.Predict(many)).Chunk(Classes)], rows = [.. Toys.Numbers(soft).Chunk(Classes)];
        for (int i = 0; i < rows.Length; i++)
        {
            double sum = logits[i].Sum(z => Math.Exp(z / 5));
            for (int k = 0; k < Classes; k++) Assert.Equal(Math.Exp(logits[i][k] / 5) / sum, rows[i][k], 1e-5);
        }
        // The loss is least, and its gradient 0, where the student says what the teacher says.
        Tensor at = teacher.Predict(many);
        Assert.All(Toys.Numbers(Differentiation.Gradient((Tensor z) => distillation.Loss(z, soft))(at)), slope => Assert.Equal(0, slope, 1e-7));
    }

    [Fact]
    public void A_distilled_net_is_many_times_as_sure_and_right_as_often()
    {
        Tensor x = new RandomStream(5, "images").Uniform([400, Pixels]);
        Tensor t = (x.Sum(1) > Pixels / 2.0).To(DType.Int32);
        var distillation = new DefensiveDistillation { Temperature = 20 };
        Mlp plain = Taught(t, new DefensiveDistillation { Temperature = 1 }), teacher = Taught(t, distillation), student = Taught(distillation.SoftLabels(teacher, x), distillation);
        Assert.True(Loss.Accuracy(plain.Predict(x), t) > 0.9 && Loss.Accuracy(student.Predict(x), t) > 0.8, $"{Loss.Accuracy(plain.Predict(x), t)}, {Loss.Accuracy(student.Predict(x), t)}");
        Assert.True(Sureness(student) > 4 * Sureness(plain), $"{Sureness(student)}, {Sureness(plain)}");

        Mlp Taught(Tensor targets, DefensiveDistillation by)
        {
            var net = new Mlp([Pixels, 10, 2], Activation.Relu, Initialiser.He, new RandomStream(6, "weights"));
            var optimiser = new Adam(net.Parameters, by.Temperature == 1 ? 0.02 : 0.1);
            for (int epoch = 0; epoch < 60; epoch++) optimiser.Epoch(net, x, targets, by.Loss, 50, new RandomStream((ulong)epoch, "order"));
            return net;
        }

        double Sureness(Mlp net) => Toys.Numbers(net.Predict(x)).Chunk(2).Average(z => Math.Abs(z[0] - z[1]));
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_line()
    {
        var teacher = new Mlp([Pixels, Classes], Activation.Tanh, Initialiser.He, new RandomStream(3, "weights"));
        Action[] wrong =
        [
            () => _ = new InputQuantisation(1),
            () => new DefensiveDistillation { Temperature = 0 }.SoftLabels(teacher, s_images),
            () => new DefensiveDistillation().SoftLabels(teacher, s_images[..0]),
        ];
        Assert.All(wrong, act => Assert.DoesNotContain('\n', Assert.Throws<TensorException>(act).Message));
    }
}
