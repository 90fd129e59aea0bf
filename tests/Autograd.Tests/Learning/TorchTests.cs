using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Layers, losses and their gradients against PyTorch's numbers, see TorchNumbers.py: its weights carry over.</summary>
public class TorchTests
{
    private const double Tolerance = 1e-12;
    private static readonly Initialiser s_init = Initialiser.Constant(0);

    /// <summary>The same numbers as TorchNumbers.py makes.</summary>
    private static Tensor Fill(double phase, params int[] sizes) =>
        Tensor.From([.. Enumerable.Range(0, new Shape(sizes).Elements).Select(k => 0.8 * Math.Sin(1.3 * k + phase))], sizes);

    private static void Put(Parameter cell, Tensor value) => cell.Update(value);

    private static Gradients Gradients(Tensor y) => y.Backward(Fill(9, [.. y.Shape]));

    [Fact]
    public void Lstm()
    {
        var layer = new Lstm("l", 3, 2, s_init, Stream(), DType.Float64);
        Put(layer.Weight, Fill(1, 8, 3).Transpose());
        Put(layer.Recurrent, Fill(2, 8, 2).Transpose());
        Put(layer.Bias, Fill(3, 8) + Fill(4, 8));
        Tensor x = Fill(20, 2, 3, 3).Track();
        (Tensor y, LstmState last) = layer.Run(x, new LstmState(Fill(5, 2, 2), Fill(6, 2, 2)));
        Near(TorchNumbers.Lstm, y.Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.LstmHidden, last.Hidden.Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.LstmCell, last.Cell.Flatten().Numbers(), Tolerance);
        Gradients gradients = Gradients(y);
        Near(TorchNumbers.LstmInput, gradients[x].Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.LstmRecurrent, gradients[layer.Recurrent].Transpose().Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.LstmBias, gradients[layer.Bias].Numbers(), Tolerance);
    }

    [Fact]
    public void Gru()
    {
        var layer = new Gru("g", 3, 2, s_init, Stream(), DType.Float64);
        Put(layer.Weight, Fill(2, 6, 3).Transpose());
        Put(layer.Recurrent, Fill(3, 6, 2).Transpose());
        Put(layer.Bias, Fill(4, 6));
        Put(layer.RecurrentBias, Fill(5, 6));
        Tensor x = Fill(20, 2, 3, 3).Track();
        (Tensor y, Tensor last) = layer.Run(x, Fill(5, 2, 2));
        Near(TorchNumbers.Gru, y.Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.GruLast, last.Flatten().Numbers(), Tolerance);
        Gradients gradients = Gradients(y);
        Near(TorchNumbers.GruInput, gradients[x].Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.GruRecurrent, gradients[layer.Recurrent].Transpose().Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.GruBias, gradients[layer.Bias].Numbers(), Tolerance);
        Near(TorchNumbers.GruRecurrentBias, gradients[layer.RecurrentBias].Numbers(), Tolerance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Multi_head_attention(bool causal)
    {
        var layer = new MultiHeadAttention("a", 4, 2, s_init, Stream(), causal, dtype: DType.Float64);
        Dense[] inputs = [layer.Query, layer.Key, layer.Value];
        for (int i = 0; i < 3; i++)
        {
            Put(inputs[i].Weight, Fill(1, 12, 4)[(4 * i)..(4 * i + 4)].Transpose());
            Put(inputs[i].Bias!, Fill(2, 12)[(4 * i)..(4 * i + 4)]);
        }
        Put(layer.Output.Weight, Fill(3, 4, 4).Transpose());
        Put(layer.Output.Bias!, Fill(4, 4));
        Tensor x = Fill(21, 2, 3, 4).Track(), y = layer.Forward(x);
        Gradients gradients = Gradients(y);
        Near(causal ? TorchNumbers.CausalAttention : TorchNumbers.Attention, y.Flatten().Numbers(), Tolerance);
        Near(causal ? TorchNumbers.CausalAttentionInput : TorchNumbers.AttentionInput, gradients[x].Flatten().Numbers(), Tolerance);
        if (!causal) Near(TorchNumbers.AttentionOutput, gradients[layer.Output.Weight].Transpose().Flatten().Numbers(), Tolerance);
    }

    [Fact]
    public void Group_and_instance_norm()
    {
        var group = new GroupNorm("n", 2, 4, dtype: DType.Float64);
        var instance = GroupNorm.OfInstances("n", 4, dtype: DType.Float64);
        foreach (GroupNorm layer in new[] { group, instance })
        {
            Put(layer.Scale, Fill(3, 4));
            Put(layer.Shift, Fill(4, 4));
        }
        Tensor x = Fill(22, 2, 4, 3).Track(), grouped = group.Forward(x), single = instance.Forward(x);
        Near(TorchNumbers.GroupNorm, grouped.Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.GroupNormInput, Gradients(grouped)[x].Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.GroupNormScale, Gradients(grouped)[group.Scale].Numbers(), Tolerance);
        Near(TorchNumbers.InstanceNorm, single.Flatten().Numbers(), Tolerance);
        Near(TorchNumbers.InstanceNormInput, Gradients(single)[x].Flatten().Numbers(), Tolerance);
    }

    public static TheoryData<string, double[], double[]> Activations => new()
    {
        { "gelu", TorchNumbers.Gelu, TorchNumbers.GeluInput },
        { "silu", TorchNumbers.Silu, TorchNumbers.SiluInput },
    };

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activation_functions(string name, double[] value, double[] gradient)
    {
        Tensor x = (Fill(23, 8) * 3).Track(), y = (name == "gelu" ? Activation.Gelu : Activation.Silu).Forward(x);
        Near(value, y.Numbers(), Tolerance);
        Near(gradient, Gradients(y)[x].Numbers(), Tolerance);
    }

    [Fact]
    public void Losses()
    {
        Tensor x = (Fill(24, 2, 4) * 3).Track(), t = Fill(25, 2, 4), labels = Tensor.From(2, 0);
        Check(Loss.NegativeLogLikelihood(x.LogSoftMax(), labels), TorchNumbers.NegativeLogLikelihood, TorchNumbers.NegativeLogLikelihoodInput);
        Check(Loss.KullbackLeibler(t.LogSoftMax(), x.LogSoftMax()), TorchNumbers.KullbackLeibler, TorchNumbers.KullbackLeiblerInput);
        Check(Loss.SmoothedCrossEntropy(x, labels, 0.1), TorchNumbers.SmoothedCrossEntropy, TorchNumbers.SmoothedCrossEntropyInput);
        Check(Loss.Huber(x, t, 0.7), TorchNumbers.Huber, TorchNumbers.HuberInput);
        Check(Loss.MeanAbsoluteError(x, t), TorchNumbers.MeanAbsoluteError, TorchNumbers.MeanAbsoluteErrorInput);
        Check(Loss.CosineSimilarity(x, t), TorchNumbers.CosineSimilarity, TorchNumbers.CosineSimilarityInput);

        void Check(Tensor y, double[] value, double[] gradient)
        {
            Near(value, y.Flatten().Numbers(), Tolerance);
            Near(gradient, Gradients(y)[x].Flatten().Numbers(), Tolerance);
        }
    }
}
