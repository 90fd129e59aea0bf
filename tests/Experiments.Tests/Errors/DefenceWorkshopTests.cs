using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Errors;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Defences;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Errors;

public sealed class DefenceWorkshopTests
{
    private static readonly RobustOrBlind.Settings s_tiny = new() { TrainImages = 200, Pool = 1, Hidden = [12], Epochs = 2, DistillationEpochs = 3, BatchSize = 50 };
    private static readonly Lab s_lab = new(1, new CpuDevice(1), DataSource.Load(new DataRequest("digits")));
    private static readonly AdversarialTraining s_none = new() { Epsilon = 0, StepCount = 0, Start = PerturbationStart.Image };

    [Fact]
    public void A_distilled_net_learns_what_its_teacher_says()
    {
        var distillation = new DefensiveDistillation { Temperature = 5 };
        var workshop = new DefenceWorkshop(s_lab, s_tiny);
        ImageSet train = s_lab.Data.Train.Slice(0, s_tiny.TrainImages);
        Tensor x = workshop.Pooled(train), labels = s_lab.Labels(train);
        PixelNet teacher = Learned("teacher's ", labels), student = Learned("", distillation.SoftLabels(teacher, x)), ofLabels = Learned("", labels);
        float[] distilled = Weights(workshop.Distil("distilled", Arm.Treatment, distillation));
        Assert.Equal(Weights(student), distilled);
        Assert.NotEqual(Weights(ofLabels), distilled);

        PixelNet Learned(string whose, Tensor targets)
        {
            var net = new PixelNet(new Mlp([x.Shape[1], 12, s_lab.Data.Classes], Activation.Relu, Initialiser.He, s_lab.Random($"{whose}weights")), x);
            var optimiser = new Adam(net.Parameters, s_tiny.DistillationRate);
            RandomStream order = s_lab.Random($"{whose}order");
            for (int epoch = 0; epoch < s_tiny.DistillationEpochs; epoch++) optimiser.Epoch(net, x, targets, distillation.Loss, s_tiny.BatchSize, order);
            return net;
        }
    }

    [Fact]
    public void Arms_share_weights_and_order_and_a_stranger_has_its_own()
    {
        var workshop = new DefenceWorkshop(s_lab, s_tiny);
        float[] one = Weights(workshop.Train("one", Arm.Control, s_none)), other = Weights(workshop.Train("other", Arm.Treatment, s_none));
        Assert.Equal(one, other);
        Assert.NotEqual(one, Weights(workshop.Train("one", Arm.Control, s_none, whose: "stranger's ")));
    }

    private static float[] Weights(PixelNet net) => [.. net.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];
}
