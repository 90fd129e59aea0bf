using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

/// <summary>Small streams and networks.</summary>
internal static class Toys
{
    public const int Pixels = 12, Classes = 6;

    /// <summary>Noisy copies of one pattern per class, class after class in turn.</summary>
    public static LabelledImages Images(int count, ulong seed = 3, DType dtype = DType.Float32, double noise = 0.15)
    {
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % Classes)];
        Tensor patterns = new RandomStream(1, "patterns").Uniform([Classes, Pixels], dtype: dtype);
        Tensor images = patterns.Rows(labels) + new RandomStream(seed, "noise").Normal([count, Pixels], 0, noise, dtype);
        return new LabelledImages(images, Tensor.From(labels, [count]));
    }

    public static TaskStream Split(Scenario scenario, int train = 120, int test = 60, DType dtype = DType.Float32) =>
        TaskStream.Split(Images(train, 3, dtype), Images(test, 4, dtype), 2, scenario, new RandomStream(5, "order"));

    public static Mlp Net(TaskStream stream, DType dtype = DType.Float32, Activation? activation = null, ulong seed = 7) =>
        new([Pixels, 10, 8, stream.Outputs], activation ?? Activation.Tanh, Initialiser.GlorotUniform, new RandomStream(seed, "weights"), dtype: dtype);

    public static TrainingPlan Plan(double learningRate = 0.1, double momentum = 0) =>
        new(new RandomStream(9, "learning"), parameters => new Sgd(parameters, learningRate, momentum)) { Epochs = 3, BatchSize = 8 };

    public static (ContinualRun Run, Mlp Net) Learn(Strategy strategy, Scenario scenario, TrainingPlan? plan = null)
    {
        TaskStream stream = Split(scenario);
        Mlp net = Net(stream);
        return (new Learner(net, stream, strategy, plan ?? Plan()).Run(), net);
    }

    public static double[] Numbers(Tensor x) => x.To(DType.Float64).ToArray<double>();

    public static double[] Numbers(Module net) => [.. net.Parameters.SelectMany(parameter => Numbers(parameter.Value))];
}
