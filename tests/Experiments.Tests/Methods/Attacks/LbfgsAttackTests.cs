using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

public class LbfgsAttackTests
{
    private const int Pixels = 784;

    private static readonly LbfgsAttack s_fine = new() { Constants = [0.01, 0.1, 1, 10, 100, 1000], Bisections = 25, Tolerance = 1e-9, MaxIterations = 200 };

    [Theory]
    [InlineData(true, DType.Float64)]
    [InlineData(false, DType.Float64)]
    [InlineData(true, DType.Float32)]
    public void On_a_linear_classifier_it_goes_straight_to_the_boundary(bool targeted, DType dtype)
    {
        // Class 1 where x₀ > 0.5: from (0.3, 0.5) the boundary is 0.2 away, along x₀.
        AttackResult result = s_fine.Run(Line(dtype), Tensor.From(0.3, 0.5).To(dtype), targeted ? AttackGoal.Become(1) : AttackGoal.Leave(0));
        Assert.True(result.Success);
        Assert.Equal(0.2, result.L2, 0.001);
        Assert.Equal(0, result.Perturbation[1], 1e-6);
        Assert.Equal(result.L2 / Math.Sqrt(2), result.Rms, 12);
        Assert.Equal(Math.Abs(result.Perturbation[0]), result.LInf, 12);
        Assert.True(result.Gradients > 0);
    }

    [Fact]
    public void More_constants_never_make_the_perturbation_longer()
    {
        Tensor x = Tensor.From(0.3, 0.5);
        double coarse = new LbfgsAttack { Constants = [0.01] }.Run(Line(DType.Float64), x, AttackGoal.Become(1)).L2;
        double some = new LbfgsAttack { Constants = [0.01, 0.1, 1, 10] }.Run(Line(DType.Float64), x, AttackGoal.Become(1)).L2;
        double fine = s_fine.Run(Line(DType.Float64), x, AttackGoal.Become(1)).L2;
        Assert.True(coarse > some && some >= fine, $"{coarse}, {some}, {fine}");
    }

    // The margin is 10·(x₀ - 0.5): a confidence of κ lies κ / 10 beyond the boundary.
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Confidence_is_reached_in_logits(double confidence)
    {
        AttackResult result = Sure(confidence);
        Assert.True(result.Success);
        Assert.Equal(0.2 + confidence / 10, result.L2, 0.001);
        Assert.False(Sure(5.1).Success);        // outside the box
        Assert.Throws<TensorException>(() => Sure(-1));

        static AttackResult Sure(double confidence) =>
            new LbfgsAttack { Constants = s_fine.Constants, Bisections = s_fine.Bisections, Tolerance = s_fine.Tolerance, MaxIterations = s_fine.MaxIterations, Confidence = confidence }
                .Run(Line(DType.Float64), Tensor.From(0.3, 0.5), AttackGoal.Become(1));
    }

    [Fact]
    public void What_no_perturbation_changes_is_not_found()
    {
        AttackResult result = new LbfgsAttack().Run(x => x.MatMul(Tensor.Zeros([2, 2], DType.Float64)) + Tensor.From(1.0, 0), Tensor.From(0.3, 0.5), AttackGoal.Become(1));
        Assert.False(result.Success);
        Assert.Equal(double.PositiveInfinity, result.L2);
        Assert.Equal(double.PositiveInfinity, result.Rms);
        Assert.Throws<InvalidOperationException>(() => result.Perturbation);
        Assert.Throws<InvalidOperationException>(() => result.Adversarial);
    }

    [Fact]
    public void A_boundary_outside_the_box_is_not_found()
    {
        // Class 1 where x₀ > 1.5: no image is there.
        Func<Tensor, Tensor> logits = x => x.MatMul(Tensor.From(new double[,] { { -5, 5 }, { 0, 0 } })) + Tensor.From(7.5, -7.5);
        Assert.False(s_fine.Run(logits, Tensor.From(0.3, 0.5), AttackGoal.Become(1)).Success);
    }

    [Fact]
    public void An_image_that_is_taken_for_the_target_already_needs_no_perturbation()
    {
        AttackResult result = new LbfgsAttack().Run(Line(DType.Float64), Tensor.From(0.7, 0.5), AttackGoal.Become(1));
        Assert.True(result.Success);
        Assert.Equal((0.0, 0.0, 0.0, 0), (result.L2, result.LInf, result.Rms, result.Gradients));
    }

    [Fact]
    public void Every_pixel_stays_in_the_box_and_two_runs_agree_bit_for_bit()
    {
        (Func<Tensor, Tensor> logits, Tensor x) = Toy();
        x = Tensor.Where(x.Less(0.5), Tensor.Zeros(x.Shape), Tensor.Ones(x.Shape));     // on the walls of the box
        int answer = logits(x.Unsqueeze(0)).ArgMax(-1).ToArray<int>()[0];
        AttackResult first = new LbfgsAttack().Run(logits, x, AttackGoal.Leave(answer)), second = new LbfgsAttack().Run(logits, x, AttackGoal.Leave(answer));
        Assert.True(first.Success);
        Assert.All(first.Adversarial, pixel => Assert.InRange(pixel, 0, 1));
        Assert.Equal(first.Adversarial, second.Adversarial);
        Assert.Equal(first.Gradients, second.Gradients);
    }

    [Fact]
    public void Noise_of_the_minimal_length_does_not_cross_the_boundary()
    {
        (Func<Tensor, Tensor> logits, Tensor x) = Toy();
        int answer = logits(x.Unsqueeze(0)).ArgMax(-1).ToArray<int>()[0];
        AttackResult result = s_fine.Run(logits, x, AttackGoal.Leave(answer));
        Assert.True(result.Success);
        double[] image = x.To(DType.Float64).ToArray<double>();
        double[] noise = new RandomStream(1, "noise").Normal([200, Pixels], dtype: DType.Float64).ToArray<double>();
        int flips = noise.Chunk(Pixels).Count(direction =>
            logits(Tensor.From<float>([.. Perturbations.Apply(image, direction, result.L2).Select(pixel => (float)pixel)], [1, Pixels])).ArgMax(-1).ToArray<int>()[0] != answer);
        Assert.Equal(0, flips);
    }

    [Fact]
    public void A_first_constant_that_fails_bounds_no_later_one_that_works()
    {
        // The image, then what each c came to, are looked at without recording.
        int looks = 0;
        Func<Tensor, Tensor> line = Line(DType.Float64);
        Tensor Late(Tensor x) => !x.IsTracked && ++looks == 2 ? line(x) * 0 + Tensor.From(1.0, 0) : line(x);
        AttackResult result = new LbfgsAttack { Constants = [0.01, 1], Bisections = 4 }.Run(Late, Tensor.From(0.3, 0.5), AttackGoal.Become(1));
        Assert.Equal(new LbfgsAttack { Constants = [1] }.Run(line, Tensor.From(0.3, 0.5), AttackGoal.Become(1)).L2, result.L2);
        Assert.Equal(3, looks);
    }

    [Fact]
    public void A_constant_of_0_is_one_like_others()
    {
        AttackResult far = new LbfgsAttack { Constants = [0] }.Run(Line(DType.Float64), Tensor.From(0.3, 0.5), AttackGoal.Become(1));
        Assert.True(far.Success);
        AttackResult near = new LbfgsAttack { Constants = [0, 1000], Bisections = 25, Tolerance = 1e-9 }.Run(Line(DType.Float64), Tensor.From(0.3, 0.5), AttackGoal.Become(1));
        Assert.InRange(near.L2, 0.2, 0.21);
        Assert.True(far.L2 > near.L2);
    }

    [Fact]
    public void What_cannot_be_tried_is_said_in_a_line()
    {
        LbfgsAttack[] wrong =
        [
            new() { Constants = [] }, new() { Constants = [1, -1] }, new() { Constants = [double.NaN] }, new() { Constants = [double.PositiveInfinity] },
            new() { Bisections = -1 }, new() { MaxIterations = 0 }, new() { Tolerance = double.NaN }, new() { Confidence = -1 },
        ];
        Assert.All(wrong, attack =>
            Assert.DoesNotContain('\n', Assert.Throws<TensorException>(() => attack.Run(Line(DType.Float64), Tensor.From(0.7, 0.5), AttackGoal.Become(1))).Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_logit_that_is_no_number_reaches_nothing(int place)
    {
        Tensor broken = place == 0 ? Tensor.From(double.NaN, 0) : Tensor.From(0, double.NaN);
        Tensor Torn(Tensor x) => x.ToArray<double>()[0] == 0.3 || x.IsTracked ? Line(DType.Float64)(x) : Line(DType.Float64)(x) + broken;
        Assert.False(new LbfgsAttack().Run(Torn, Tensor.From(0.3, 0.5), AttackGoal.Leave(0)).Success);
        Assert.False(new LbfgsAttack().Run(Torn, Tensor.From(0.3, 0.5), AttackGoal.Become(1)).Success);
    }

    [Fact]
    public void Pixels_outside_0_to_1_are_refused()
    {
        TensorException error = Assert.Throws<TensorException>(() => new LbfgsAttack().Run(Line(DType.Float64), Tensor.From(30, 0.5), AttackGoal.Become(1)));
        Assert.Contains("[0, 1]", error.Message, StringComparison.Ordinal);
    }

    private static Func<Tensor, Tensor> Line(DType dtype) =>
        x => x.MatMul(Tensor.From(new double[,] { { -5, 5 }, { 0, 0 } }).To(dtype)) + Tensor.From(2.5, -2.5).To(dtype);

    // A random linear classifier of 784 pixels and an image a fifth of the spread of its margin away from the boundary.
    private static (Func<Tensor, Tensor> Logits, Tensor Image) Toy()
    {
        var stream = new RandomStream(3, "toy");
        Tensor w = stream.Normal([Pixels, 2]), x = stream.Uniform([Pixels], 0.2, 0.8);
        Tensor margin = x.MatMul(w), b = Tensor.From(5f, 0f) - margin;
        return (images => images.MatMul(w) + b, x);
    }
}
