using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Defences;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// What one seed measures.
public sealed partial class RobustOrBlind
{
    internal const string Undefended = "undefended", Adversarial = "adversarial", Fast = "fgsm", Distilled = "distilled", Saturated = "saturated", Quantised = "quantised", Noise = "noise";

    private static readonly string[] s_masks = [Distilled, Saturated, Quantised];
    private static readonly string[] s_arms = [Undefended, Adversarial, Fast, .. s_masks, Noise];

    // Nothing is moved: training as it always is.
    private static readonly AdversarialTraining s_none = new() { Epsilon = 0, StepCount = 0, Start = PerturbationStart.Image };

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        if (s.Radii.Count == 0) throw new UsageException("errors/defences: there is no radius ε to choose from (--set radii)");
        using var scope = MemoryScope.Open();
        var workshop = new DefenceWorkshop(lab, s);
        DefendedNet undefended = workshop.Train(Undefended, Arm.Control, s_none);
        found.Add("weights changed by ε = 0", Different(Trained(new() { Epsilon = 0, StepCount = s.TrainingSteps }), Trained(s_none)));
        (double epsilon, DefendedNet adversarial) = Chosen(lab, s, workshop, undefended, found);
        AdversarialTraining noise = AdversarialTraining.RandomSigns(epsilon);
        DefendedArm[] arms =
        [
            new(Undefended, undefended.Forward),
            new(Adversarial, adversarial.Forward),
            new(Fast, workshop.Train(Fast, Arm.Treatment, lab.Choose(Arm.Treatment, control: noise, treatment: AdversarialTraining.Fgsm(epsilon))).Forward),
            Masked(Distilled, () => workshop.Distil(Distilled, Arm.Treatment, new DefensiveDistillation { Temperature = s.Temperature }).Forward),
            Masked(Saturated, () => Sure(undefended, s)),
            Masked(Quantised, () => x => undefended.Forward(new InputQuantisation(s.Levels).Forward(x))),
            new(Noise, workshop.Train(Noise, Arm.Control, noise).Forward),
        ];
        found.Add("epsilon", epsilon);
        var trial = new DefenceTrial(lab, s, workshop, epsilon, undefended);
        for (int i = 0; i < arms.Length; i++)
        {
            trial.Attack(arms[i], found);
            trial.Check(arms[i], arms[i].Name, found);
            lab.Report(DefenceWorkshop.LearningShare + (1 - DefenceWorkshop.LearningShare) * (i + 1) / arms.Length);
        }
        trial.Check(new("alarm", Sure(undefended, s)), "alarm", found);
        trial.Pictures(arms[0], arms[1], found);

        DefendedNet Trained(AdversarialTraining training) => workshop.Train(Undefended, Arm.Control, training, epochs: 1);

        DefendedArm Masked(string name, Func<Func<Tensor, Tensor>> mask) =>
            new(name, lab.Choose(Arm.Treatment, control: () => workshop.Train(name, Arm.Treatment, s_none).Forward, treatment: mask)());
    }

    // The last layer's weights and bias times a number: so sure that the cross-entropy has no slope left in float32.
    private static Func<Tensor, Tensor> Sure(DefendedNet net, Settings s) => x => net.Forward(x) * s.Saturation;

    private static int Different(DefendedNet one, DefendedNet other) =>
        one.Parameters.Zip(other.Parameters).Sum(pair => pair.First.Value.ToArray<float>().Zip(pair.Second.Value.ToArray<float>()).Count(w => BitConverter.SingleToInt32Bits(w.First) != BitConverter.SingleToInt32Bits(w.Second)));

    // The first radius that costs little enough on validation images, else the last.
    private static (double Epsilon, DefendedNet Net) Chosen(Lab lab, Settings s, DefenceWorkshop workshop, DefendedNet undefended, Measurements found)
    {
        Tensor images = workshop.Pooled(lab.Data.Validation), labels = lab.Labels(lab.Data.Validation);
        double natural = new DefendedArm(Undefended, undefended.Forward).Accuracy(images, labels);
        var falls = new List<double>();
        foreach (double radius in s.Radii)
        {
            DefendedNet net = workshop.Train(Adversarial, Arm.Treatment, lab.Choose(
                Arm.Treatment, control: AdversarialTraining.RandomSigns(radius), treatment: new AdversarialTraining { Epsilon = radius, StepCount = s.TrainingSteps }));
            falls.Add(natural - new DefendedArm(Adversarial, net.Forward).Accuracy(images, labels));
            if (falls[^1] > LargestFall && falls.Count < s.Radii.Count) continue;
            found.Add("falls on validation images", falls);
            return (radius, net);
        }
        throw new InvalidOperationException("the last radius is taken in any case");
    }
}
