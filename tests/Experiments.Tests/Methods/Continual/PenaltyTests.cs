using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

/// <summary>What penalties do to a step, computed again number by number in float64.</summary>
public sealed class PenaltyTests
{
    private const double Rate = 0.05, Digits = 1e-9;

    [Fact]
    public void SynapticIntelligencePullsByTwiceItsStrengthTimesTheImportance()
    {
        const double Strength = 0.7, Damping = 0.2;
        var si = new SynapticIntelligence(Strength, Damping);
        var before = new Passing();
        var probe = new Importances(si, before, Strength, Damping);
        // Biases go uphill, and would have importances below 0.
        Learn(new Combined(before, si, probe, new Uphill()));
        Assert.True(probe.Pulled > 100 && probe.Held > 10, $"{probe.Pulled} pulls, {probe.Held} importances that would be below 0");
    }

    [Fact]
    public void AProximalStepIsTheWeightedMeanOfPlaceAndAnchor()
    {
        const double Lambda = 30;
        var ewc = new Ewc(Lambda) { Proximal = true };
        var probe = new Means(ewc, Lambda * Rate);
        Learn(new Combined(probe, ewc));
        Assert.True(probe.Pulled > 100, $"{probe.Pulled}");
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.25)]
    [InlineData(0.0)]
    public void OnlineEwcLetsFormerImportancesDecay(double decay)
    {
        var ewc = new Ewc(0) { Online = true, Decay = decay };
        var probe = new Importance(ewc);
        Learn(new Combined(ewc, probe));
        // After the first task and the second; the last one is followed by none.
        Assert.Equal(2, probe.Own.Count);
        double[] kept = [.. probe.Own[0].Zip(probe.Own[1], (first, second) => decay * first + second)];
        for (int i = 0; i < kept.Length; i++) Assert.Equal(kept[i], probe.Held[1][i], Digits * (1 + kept[i]));
        Assert.Equal<IEnumerable<double>>(probe.Held[1], [.. ewc.Importance!.Parameters.SelectMany(parameter => Toys.Numbers(ewc.Importance[parameter]))]);
    }

    private static void Learn(Strategy strategy)
    {
        TaskStream stream = Toys.Split(Scenario.DomainIncremental, dtype: DType.Float64);
        _ = new Learner(Toys.Net(stream, DType.Float64), stream, strategy, Toys.Plan(Rate)).Run();
    }

    private static double[] All(Learner learner, Gradients gradients) => [.. learner.Parameters.SelectMany(parameter => Toys.Numbers(gradients[parameter]))];

    // Ω ← max(0, Ω + ω / (Δ² + ξ)) and the gradient of c·Σ Ω·(θ - θ̃)².
    private sealed class Importances(SynapticIntelligence si, Passing before, double strength, double damping) : Strategy
    {
        private double[] _importance = [], _anchor = [], _path = [], _place = [], _gradient = [];

        public int Pulled { get; private set; }

        public int Held { get; private set; }

        public override string Name => "importances";

        public override void BeforeTask(Learner learner)
        {
            if (learner.Number == 0) (_anchor, _importance) = (Toys.Numbers(learner.Net), new double[(int)learner.Net.Parameters.Sum(parameter => parameter.Shape.Elements)]);
            _path = new double[_importance.Length];
        }

        public override Gradients Restrict(Learner learner, Gradients gradients)
        {
            (_gradient, _place) = (All(learner, before.Gradients!), Toys.Numbers(learner.Net));
            double[] after = All(learner, gradients);
            for (int i = 0; i < after.Length; i++)
            {
                double pull = 2 * strength * _importance[i] * (_place[i] - _anchor[i]);
                Assert.Equal(pull, after[i] - _gradient[i], Digits);
                if (Math.Abs(pull) > 1e-6) Pulled++;
            }
            return gradients;
        }

        public override void AfterStep(Learner learner)
        {
            double[] now = Toys.Numbers(learner.Net);
            for (int i = 0; i < now.Length; i++) _path[i] -= _gradient[i] * (now[i] - _place[i]);
        }

        public override void AfterTask(Learner learner)
        {
            double[] now = Toys.Numbers(learner.Net), theirs = [.. si.Importance!.Parameters.SelectMany(parameter => Toys.Numbers(si.Importance[parameter]))];
            for (int i = 0; i < now.Length; i++)
            {
                double moved = now[i] - _anchor[i], sum = _importance[i] + _path[i] / (moved * moved + damping);
                if (sum < 0) Held++;
                _importance[i] = Math.Max(0, sum);
                Assert.Equal(_importance[i], theirs[i], Digits);
            }
            _anchor = now;
        }
    }

    private sealed class Uphill : Strategy
    {
        public override string Name => "uphill";

        public override Gradients Restrict(Learner learner, Gradients gradients) => gradients.Scale(learner.Net.Parameters.Where(parameter => parameter.Shape.Rank == 1), -1);
    }

    // (θ - η·g + η·λ·F·θ*) / (1 + η·λ·F): in the second task θ* is the place after the first.
    private sealed class Means(Ewc ewc, double strength) : Strategy
    {
        private double[] _fisher = [], _anchor = [], _stepped = [];

        public int Pulled { get; private set; }

        public override string Name => "means";

        public override Gradients Restrict(Learner learner, Gradients gradients)
        {
            _stepped = [.. Toys.Numbers(learner.Net).Zip(All(learner, gradients), (place, gradient) => place - Rate * gradient)];
            return gradients;
        }

        public override void AfterStep(Learner learner)
        {
            if (learner.Number != 1) return;
            double[] now = Toys.Numbers(learner.Net);
            for (int i = 0; i < now.Length; i++)
            {
                double pull = strength * _fisher[i];
                Assert.Equal((_stepped[i] + pull * _anchor[i]) / (1 + pull), now[i], Digits);
                if (pull > 0.01) Pulled++;
            }
        }

        public override void BeforeTask(Learner learner)
        {
            if (learner.Number == 1) (_fisher, _anchor) = ([.. ewc.Importance!.Parameters.SelectMany(parameter => Toys.Numbers(ewc.Importance[parameter]))], Toys.Numbers(learner.Net));
        }
    }

    // The Fisher information of each task alone, and what is held.
    private sealed class Importance(Ewc ewc) : Strategy
    {
        public List<double[]> Own { get; } = [];

        public List<double[]> Held { get; } = [];

        public override string Name => "importance";

        public override void AfterTask(Learner learner)
        {
            if (learner.Number == 2) return;
            ParameterState own = new ExactFisher().Of(learner.Net, learner.Task.Train.Images, learner.Task.Train.Labels, learner.Task.TrainOutputs, learner.Random("own"));
            Own.Add([.. own.Parameters.SelectMany(parameter => Toys.Numbers(own[parameter]))]);
            Held.Add([.. ewc.Importance!.Parameters.SelectMany(parameter => Toys.Numbers(ewc.Importance[parameter]))]);
        }
    }
}
