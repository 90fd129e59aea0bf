using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
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
        using var scope = MemoryScope.Open();
        var workshop = new DefenceWorkshop(lab, s);
        PixelNet undefended = workshop.Train(Undefended, Arm.Control, s_none);
        PixelNet stranger = workshop.Train("stranger", Arm.Control, s_none, whose: "stranger's ");
        AdversarialTraining noise = AdversarialTraining.RandomSigns(s.Epsilon), attacks = new() { Epsilon = s.Epsilon, StepCount = s.TrainingSteps };
        found.Add("weights changed by ε = 0", Different(Trained(attacks with { Epsilon = 0 }), Trained(s_none)));
        DefendedArm[] arms =
        [
            new(Undefended, undefended.Forward),
            new(Adversarial, workshop.Train(Adversarial, Arm.Treatment, lab.Choose(Arm.Treatment, control: noise, treatment: attacks)).Forward),
            new(Fast, workshop.Train(Fast, Arm.Treatment, lab.Choose(Arm.Treatment, control: noise, treatment: AdversarialTraining.Fgsm(s.Epsilon))).Forward),
            Masked(Distilled, () => workshop.Distil(Distilled, Arm.Treatment, new DefensiveDistillation { Temperature = s.Temperature }).Forward),
            Masked(Saturated, () => Sure(undefended, s), behind: undefended),
            Masked(Quantised, () => x => undefended.Forward(new InputQuantisation(s.Levels).Forward(x)), behind: undefended),
            new(Noise, workshop.Train(Noise, Arm.Control, noise).Forward),
        ];
        found.Add("fall on validation images", Right(arms[0]) - Right(arms[1]));
        var trial = new DefenceTrial(lab, s, workshop, stranger);
        for (int i = 0; i < arms.Length; i++)
        {
            trial.Attack(arms[i], found);
            trial.Check(arms[i], arms[i].Name, found);
            lab.Report(DefenceWorkshop.LearningShare + (1 - DefenceWorkshop.LearningShare) * (i + 1) / arms.Length);
        }
        trial.Check(new("alarm", Sure(undefended, s)), "alarm", found);
        trial.Pictures(arms[0], arms[1], found);

        double Right(DefendedArm arm) => Evaluation.Accuracy(arm.Logits, workshop.Pooled(lab.Data.Validation), lab.Labels(lab.Data.Validation));

        PixelNet Trained(AdversarialTraining training) => workshop.Train(Undefended, Arm.Control, training, epochs: 1);

        DefendedArm Masked(string name, Func<Func<Tensor, Tensor>> mask, PixelNet? behind = null) =>
            new(name,
                lab.Choose(Arm.Treatment, control: () => workshop.Train(name, Arm.Treatment, s_none).Forward, treatment: mask)(),
                behind is null || lab.IsPlacebo ? null : behind.Forward);
    }

    // The last layer's weights and bias times a number: so sure that the cross-entropy has no slope left in float32.
    private static Func<Tensor, Tensor> Sure(PixelNet net, Settings s) => x => net.Forward(x) * s.Saturation;

    private static int Different(PixelNet one, PixelNet other) =>
        one.Parameters.Zip(other.Parameters).Sum(pair => pair.First.Value.ToArray<float>().Zip(pair.Second.Value.ToArray<float>()).Count(w => BitConverter.SingleToInt32Bits(w.First) != BitConverter.SingleToInt32Bits(w.Second)));
}
