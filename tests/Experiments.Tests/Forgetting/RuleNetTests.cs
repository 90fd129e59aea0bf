using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Methods.LearningRules;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Forgetting;

public sealed class RuleNetTests
{
    [Fact]
    public void ToMeasureAnglesChangesNoTraining()
    {
        foreach (Rule rule in Enum.GetValues<Rule>()) Assert.Equal(Trained(rule, probed: false), Trained(rule, probed: true));

        static float[] Trained(Rule rule, bool probed)
        {
            var net = new RuleNet(LearningRulesTests.Tiny, rule, 0.1, 6, 3, name => new RandomStream(1, name), winners: 0.5);
            Tensor x = new RandomStream(1, "x").Normal([8, 6]), t = new RandomStream(1, "t").Integers([8], 3);
            net.Warm(x);
            for (int step = 0; step < 3; step++)
            {
                net.Step(x, t);
                if (!probed) continue;
                _ = net.SignalAngle(x, t);
                _ = net.WeightAngles(x, t);
            }
            return [.. net.Net.Parameters.SelectMany(parameter => parameter.Value.StopGradient().Reshape(-1).ToArray<float>())];
        }
    }

    [Fact]
    public void HeldHiddenLayersStayAndSoDoInversesAtARateOfNothing()
    {
        var net = new RuleNet(LearningRulesTests.Tiny, Rule.TargetPropagation, 0.1, 6, 3, name => new RandomStream(1, name));
        Tensor x = new RandomStream(1, "x").Normal([8, 6]), t = new RandomStream(1, "t").Integers([8], 3);
        foreach ((int layers, bool[] stay) in (IEnumerable<(int, bool[])>)[(0, [false, false, false, false]), (1, [true, false, false, false]), (RuleNet.HiddenLayers, [true, true, false, false])])
        {
            float[][] before = Weights();
            net.Hold(layers);
            net.Step(x, t);
            Assert.Equal(stay, Weights().Zip(before, Enumerable.SequenceEqual));
        }
        float[][] held = Weights();
        net.Scale = 0;
        net.Step(x, t);
        Assert.Equal(held, Weights());

        // Hidden layers, the last, and the inverse.
        float[][] Weights() => [.. net.Net.Layers.Select(layer => layer.Weight).Append(((DifferenceTargetPropagation)net.Taught).Inverses[0].Weight).Select(weight => weight.Value.StopGradient().Reshape(-1).ToArray<float>())];
    }
}
