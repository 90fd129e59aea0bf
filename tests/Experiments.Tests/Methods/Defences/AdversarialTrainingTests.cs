using DeepPuzzles.Experiments.Methods.Defences;
using DeepPuzzles.Experiments.Tests.Methods.Attacks;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Defences;

public class AdversarialTrainingTests
{
    private const int Pixels = 30, Classes = 4;

    // Rounding of image ± ε in float32.
    private const double Rounding = 1e-6;

    private static readonly Tensor s_images = new RandomStream(1, "images").Uniform([25, Pixels], -0.2, 1.2).Clamp(0, 1);
    private static readonly Func<Tensor, Tensor> s_net = Toys.Net(Pixels, Classes, DType.Float32);
    private static readonly Tensor s_labels = Tensor.From<int>(Toys.Answers(s_net, s_images));

    private static readonly AdversarialTraining[] s_all =
    [
        new() { Epsilon = 0.1 }, new() { Epsilon = 0.1, Start = PerturbationStart.Image, StepCount = 3 }, new() { Epsilon = 0.1, Start = PerturbationStart.Corner, StepSize = 0.3 },
        AdversarialTraining.Fgsm(0.1), AdversarialTraining.RandomSigns(0.1), new() { Epsilon = 0.1, StepCount = 0 },
    ];

    [Fact]
    public void Images_stay_in_the_ball_and_in_the_box_and_with_a_radius_of_0_they_keep_their_bits()
    {
        foreach (AdversarialTraining training in s_all)
        {
            double[] x = Toys.Numbers(s_images), moved = Toys.Numbers(Moved(training));
            Assert.All(x.Zip(moved), pair => Assert.InRange(Math.Abs(pair.Second - pair.First), 0, training.Epsilon + Rounding));
            Assert.All(moved, pixel => Assert.InRange(pixel, 0, 1));
            Assert.NotEqual(x, moved);
            float[] still = Moved(training with { Epsilon = 0, StepSize = 0 }).ToArray<float>();
            Assert.Equal(s_images.ToArray<float>().Select(BitConverter.SingleToInt32Bits), still.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void On_a_linear_classifier_the_margin_shifts_by_epsilon_times_the_sum_of_weights()
    {
        (Func<Tensor, Tensor> logits, double[,] weights) = Toys.Linear(Pixels, 2);
        Tensor inner = new RandomStream(3, "images").Uniform([6, Pixels], 0.4, 0.6, DType.Float64);
        int[] labels = Toys.Answers(logits, inner);
        double shift = 0.05 * Enumerable.Range(0, Pixels).Sum(p => Math.Abs(weights[p, 0] - weights[p, 1]));
        foreach (AdversarialTraining training in new AdversarialTraining[] { new() { Epsilon = 0.05 }, AdversarialTraining.Fgsm(0.05), new() { Epsilon = 0.05, Start = PerturbationStart.Corner, StepCount = 2 } })
        {
            double[] before = Margins(inner), after = Margins(training.Perturb(logits, inner, Tensor.From<int>(labels), new RandomStream(1, "moves")));
            for (int i = 0; i < before.Length; i++) Assert.Equal(shift, before[i] - after[i], 1e-9);
        }

        double[] Margins(Tensor images) => [.. Toys.Numbers(logits(images)).Chunk(2).Select((z, i) => z[labels[i]] - z[1 - labels[i]])];
    }

    [Fact]
    public void Noise_has_a_corner_of_the_ball_and_steps_climb_higher_than_it()
    {
        Tensor middle = s_images * 0.5 + 0.25;
        double[] noise = Toys.Numbers(AdversarialTraining.RandomSigns(0.1).Perturb(s_net, middle, s_labels, new RandomStream(1, "moves")) - middle);
        Assert.All(noise, r => Assert.Equal(0.1, Math.Abs(r), Rounding));
        Assert.InRange(noise.Count(r => r > 0) / (double)noise.Length, 0.4, 0.6);
        double[] losses = [.. new[] { s_all[5], AdversarialTraining.RandomSigns(0.1), AdversarialTraining.Fgsm(0.1), s_all[0] }.Select(training => Loss.CrossEntropy(s_net(Moved(training)), s_labels).Item())];
        Assert.True(losses[2] > losses[0] + 0.1 && losses[2] > losses[1] + 0.1 && losses[3] > losses[2], string.Join(", ", losses));
    }

    [Fact]
    public void A_step_away_from_the_own_answer_does_not_tell_the_label()
    {
        Tensor wrong = (s_labels + 1) - Classes * (s_labels + 1).GreaterOrEqual(Classes).To(DType.Int32);
        AdversarialTraining leaking = AdversarialTraining.Fgsm(0.1) with { LeavesOwnAnswer = false };
        Assert.Equal(Moved(AdversarialTraining.Fgsm(0.1), wrong).ToArray<float>(), Moved(AdversarialTraining.Fgsm(0.1)).ToArray<float>());
        Assert.NotEqual(Moved(leaking, wrong).ToArray<float>(), Moved(leaking).ToArray<float>());
    }

    [Fact]
    public void An_epoch_at_radius_0_is_an_epoch_of_plain_training_bit_for_bit()
    {
        Mlp plain = Net(), same = Net(), other = Net();
        double loss = new Adam(plain.Parameters, 0.01).Epoch(plain, s_images, s_labels, Loss.CrossEntropy, 10, new RandomStream(2, "order"));
        Assert.Equal(loss, new AdversarialTraining { Epsilon = 0 }.Epoch(new Adam(same.Parameters, 0.01), same, s_images, s_labels, 10, new RandomStream(2, "order"), new RandomStream(2, "moves")), 1e-6);
        new AdversarialTraining { Epsilon = 0.1 }.Epoch(new Adam(other.Parameters, 0.01), other, s_images, s_labels, 10, new RandomStream(2, "order"), new RandomStream(2, "moves"));
        Assert.Equal(Weights(plain), Weights(same));
        Assert.NotEqual(Weights(plain), Weights(other));

        static Mlp Net() => new([Pixels, 8, Classes], Activation.Relu, Initialiser.He, new RandomStream(2, "weights"));

        static float[] Weights(Mlp net) => [.. net.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];
    }

    // A step of gradient descent is linear in the loss.
    [Fact]
    public void Half_a_clean_loss_takes_the_step_between_those_of_the_clean_and_of_the_moved_images()
    {
        AdversarialTraining goodfellow = AdversarialTraining.Fgsm(0.1) with { LeavesOwnAnswer = false, CleanShare = 0.5 };
        (double moved, float[] byMoved) = Trained(goodfellow with { CleanShare = 0 });
        (double clean, float[] byClean) = Trained(goodfellow with { CleanShare = 1 });
        (double half, float[] byHalf) = Trained(goodfellow);
        Assert.True(moved > clean + 0.1, $"{moved}, {clean}");
        Assert.NotEqual(byMoved, byClean);
        Assert.Equal((moved + clean) / 2, half, 1e-5);
        for (int i = 0; i < byHalf.Length; i++) Assert.Equal((byMoved[i] + byClean[i]) / 2, byHalf[i], 1e-5f);
    }

    // Many pixels tell the class with certainty, but by less than ε; one tells it with 80 %, by more. Whoever learns the former can be misled always;
    // whoever trains on attacks learns the latter (Tsipras et al. 2019).
    [Fact]
    public void What_is_trained_on_attacks_withstands_them()
    {
        const double epsilon = 0.1;
        const int count = 400, robustPixels = 1;
        var random = new RandomStream(4, "data");
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        double[] noise = random.HostUniform(count);
        Tensor x = Tensor.From([.. labels.SelectMany((label, i) => Enumerable.Range(0, Pixels).Select(p => p < robustPixels
            ? (noise[i] < 0.8 ? label : 1 - label) * 0.6f + 0.2f
            : 0.5f + (label - 0.5f) * 0.1f))], [count, Pixels]);
        var t = Tensor.From<int>(labels);
        double[] accuracies = [.. new[] { 0, epsilon }.Select(radius =>
        {
            var net = new Mlp([Pixels, 2], Activation.Relu, Initialiser.He, new RandomStream(5, "weights"));
            var optimiser = new Adam(net.Parameters, 0.05);
            for (int epoch = 0; epoch < 30; epoch++)
                new AdversarialTraining { Epsilon = radius, Start = PerturbationStart.Image }.Epoch(optimiser, net, x, t, 50, new RandomStream((ulong)epoch, "order"));
            return Loss.Accuracy(net.Predict(new AdversarialTraining { Epsilon = epsilon, Start = PerturbationStart.Image }.Perturb(net.Forward, x, t)), t);
        })];
        Assert.InRange(accuracies[0], 0, 0.5);
        Assert.InRange(accuracies[1], 0.7, 0.9);
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_line()
    {
        Action[] wrong =
        [
            () => new AdversarialTraining { Epsilon = -1 }.Perturb(s_net, s_images, s_labels, new RandomStream(1, "moves")),
            () => new AdversarialTraining { Epsilon = 0.1, StepCount = -1 }.Perturb(s_net, s_images, s_labels, new RandomStream(1, "moves")),
            () => new AdversarialTraining { Epsilon = 0.1, StepSize = double.NaN }.Perturb(s_net, s_images, s_labels, new RandomStream(1, "moves")),
            () => new AdversarialTraining { Epsilon = 0.1 }.Perturb(s_net, s_images, s_labels),
            .. new[] { -0.1, 1.1, double.NaN }.Select<double, Action>(share => () => Trained(AdversarialTraining.Fgsm(0.1) with { CleanShare = share })),
            () => new AdversarialTraining { Epsilon = 0.1 }.Epoch(null!, new Flatten(), s_images[..3], s_labels, 5, new RandomStream(1, "order")),
        ];
        Assert.All(wrong[..^1], act => Assert.DoesNotContain('\n', Assert.Throws<TensorException>(act).Message));
        Assert.Throws<ArgumentNullException>(wrong[^1]);
    }

    [Fact]
    public void Nothing_is_recorded()
    {
        Tensor x = s_images.Track();
        Assert.False(s_all[0].Perturb(s_net, x, s_labels, new RandomStream(1, "moves")).IsTracked);
    }

    private static (double Loss, float[] Weights) Trained(AdversarialTraining training)
    {
        var net = new Mlp([Pixels, 8, Classes], Activation.Relu, Initialiser.He, new RandomStream(2, "weights"));
        double loss = training.Epoch(new Sgd(net.Parameters, 0.1), net, s_images, s_labels, s_images.Shape[0], new RandomStream(2, "order"));
        return (loss, [.. net.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())]);
    }

    private static Tensor Moved(AdversarialTraining training, Tensor? labels = null) => training.Perturb(s_net, s_images, labels ?? s_labels, new RandomStream(1, "moves"));
}
