using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Spheres;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// What a full run adds: a net whose errors no formula knows, and training on the worst case.
public sealed partial class AdversarialSpheres
{
    private const int ReluUnits = 256, ReluCheckpoints = 5, Attacked = 100, TestRows = 5000;
    private const string FromWorst = "worst-case training", FromPerfect = "from the perfect classifier";

    // The attack on the ReLU net; steps and restarts as specified.
    private static readonly SphereAttack s_careful = new() { StepSize = 0.005, StepCount = 1000, Restarts = 2, RestartDistance = 0.05 };

    // Twenty steps of 0.1 lead anywhere on the sphere.
    private static readonly SphereAttack s_training = new() { StepSize = 0.1, StepCount = 20 };

    private static void Extras(Lab lab, Settings s, Measurements found)
    {
        if (s.ReluSteps > 0) Relu(lab, s, found);
        if (s.WorstSteps == 0) return;
        var run = new SphereRun(lab, s, s.Shown, Arm.Treatment);
        Wrong(FromWorst, run.Train(s.WorstSteps, s_training));
        Wrong(FromPerfect, run.Train(s.StepsIn(s.Shown), perfectStart: true));

        void Wrong(string name, IEnumerable<Checkpoint> checkpoints)
        {
            var examples = new List<double>();
            var wrong = new List<double>();
            foreach (Checkpoint at in checkpoints)
            {
                examples.Add(at.Examples);
                wrong.Add(at.Shape.WrongDirections());
                lab.Report(1);
            }
            found.Add($"examples, {name}", examples);
            found.Add($"wrong directions, {name}", wrong);
        }
    }

    // No two points of the unit sphere are farther apart: where there is an error, it is no farther than that from any point.
    private const double Farthest = 2;

    // Errors counted among random points of the inner sphere; distances are those that the attack found, and the farthest where it found none from a
    // point: upper bounds of the true ones.
    private static void Relu(Lab lab, Settings s, Measurements found)
    {
        using var scope = MemoryScope.Open();
        var spheres = new ConcentricSpheres(s.Shown);
        var net = new Mlp([s.Shown, ReluUnits, ReluUnits, 1], Activation.Relu, Initialiser.He, lab.Random("weights of the ReLU net"));
        var optimiser = new Adam(net.Parameters, s.LearningRate);
        RandomStream examples = lab.Random("examples of the ReLU net");
        Tensor points = spheres.OnUnitSphere(lab.Random("points for the ReLU net"), Attacked);
        var errors = new List<double>();
        var distances = new List<double>();
        var share = new List<double>();
        for (int step = 1; step <= s.ReluSteps; step++)
        {
            using (MemoryScope.Open())
            {
                (Tensor x, Tensor t) = spheres.Draw(examples, s.BatchSize);
                optimiser.Step(() => Loss.BinaryCrossEntropy(net.Forward(x).Squeeze(1), t));
            }
            if (step % Math.Max(1, s.ReluSteps / ReluCheckpoints) != 0) continue;
            lab.Report(1);
            net.Freeze();
            double[] each = s_careful.Distances(x => net.Forward(x).Squeeze(1), points, lab.Random($"restarts at {step}"));
            int count = each.Count(double.IsFinite);
            errors.Add(TestErrors(net, spheres, lab.Random("test points for the ReLU net"), s.TestPoints));
            distances.Add(count == 0 ? double.NaN : each.Average(distance => Math.Min(distance, Farthest)));
            share.Add(count / (double)Attacked);
            net.Unfreeze();
        }
        found.Add("ReLU net: test errors", errors);
        found.Add("ReLU net: distance found", distances);
        found.Add("ReLU net: share of points with an error found", share);
    }

    private static double TestErrors(Mlp net, ConcentricSpheres spheres, RandomStream stream, int count)
    {
        double wrong = 0;
        for (int done = 0; done < count; done += TestRows)
        {
            using var scope = MemoryScope.Open();
            wrong += (net.Predict(spheres.OnUnitSphere(stream, Math.Min(TestRows, count - done))) > 0).To(DType.Float64).Sum().Item();
        }
        return wrong;
    }
}
