using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public class EvaluationTests
{
    private const int Count = 23, Pixels = 6, Classes = 3;

    private static readonly Tensor s_images = new RandomStream(1, "images").Uniform([Count, Pixels]);
    private static readonly Tensor s_labels = Tensor.From<int>([.. Enumerable.Range(0, Count).Select(i => i % Classes)]);

    private static PixelNet Net(Tensor? images = null) =>
        new(new Mlp([Pixels, 8, Classes], Activation.Relu, Initialiser.He, new RandomStream(1, "weights")), images ?? s_images, "first");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(Count)]
    [InlineData(100)]
    public void Batches_change_nothing(int batchSize)
    {
        int most = 0;
        float[] each = Evaluation.Each(
            s_images,
            some =>
            {
                most = Math.Max(most, some.Shape[0]);
                return some.Max(1).ToArray<float>();
            },
            batchSize);
        Assert.Equal(s_images.Max(1).ToArray<float>(), each);
        Assert.Equal(Math.Min(batchSize, Count), most);
    }

    [Fact]
    public void Accuracy_counts_the_answers_that_are_labels()
    {
        Func<Tensor, Tensor> logits = Net().Forward;
        int[] answers = Evaluation.Answers(logits, s_images);
        Assert.Equal(logits(s_images).ArgMax(-1).ToArray<int>(), answers);
        Assert.Equal(1, Evaluation.Accuracy(logits, s_images, Tensor.From<int>(answers)));
        Assert.Equal(0, Evaluation.Accuracy(logits, s_images, Tensor.From<int>([.. answers.Select(answer => (answer + 1) % Classes)])));
        answers[4]++;
        Assert.Equal((Count - 1.0) / Count, Evaluation.Accuracy(logits, s_images, Tensor.From<int>(answers)));
        Assert.Contains("22 labels for 23 inputs", Assert.Throws<TensorException>(() => Evaluation.Accuracy(logits, s_images, s_labels[1..])).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => Evaluation.Accuracy(logits, s_images[..0], s_labels[..0]));
        Assert.Throws<TensorException>(() => Evaluation.Each(s_images.Sum(), some => some.ToArray<float>()));
    }

    [Fact]
    public void The_layers_see_pixels_of_mean_0_and_variance_1()
    {
        Tensor seen = Net().Normalised(s_images);
        Assert.Equal(0, seen.Mean().Item(), 1e-6);
        Assert.Equal(1, seen.Square().Mean().Item(), 1e-5);
        Assert.All(Net(Tensor.Ones([Count, Pixels])).Forward(Tensor.Ones([Count, Pixels])).ToArray<float>(), logit => Assert.True(float.IsFinite(logit)));
    }

    [Fact]
    public void What_has_learned_changes_no_more_and_a_stage_of_it_stays()
    {
        PixelNet net = Net();
        PixelNet? stage = null;
        var passes = new List<int>();
        net.Learn(s_images, s_labels, 40, 0.02, 5, new RandomStream(1, "order"), after: epoch =>
        {
            passes.Add(epoch);
            if (epoch == 1) stage = net.Stage("stage");
        });
        Assert.Equal(Enumerable.Range(1, 40), passes);
        Assert.All(net.Parameters, parameter => Assert.True(parameter.IsFrozen));
        Assert.Equal(("first", "stage"), (net.Name, stage!.Name));
        double early = Evaluation.Accuracy(stage.Forward, s_images, s_labels), late = Evaluation.Accuracy(net.Forward, s_images, s_labels);
        Assert.True(late > early, $"{early} after one pass, {late} after 40");
        float[] before = net.Parameters[0].Value.ToArray<float>();
        net.Unfreeze();
        // Weights that cost more than any mistake shrink.
        net.Learn(s_images, s_labels, 40, 0.02, 5, new RandomStream(1, "order"), penalty: () => net.Parameters[0].Value.Square().Sum() * 100);
        Assert.True(net.Parameters[0].Value.Square().Sum().Item() < 0.1 * before.Sum(w => w * (double)w));
    }
}
