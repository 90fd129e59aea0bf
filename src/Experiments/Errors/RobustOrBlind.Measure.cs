using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Experiments.Methods.Defences;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// What one seed measures.
public sealed partial class RobustOrBlind
{
    private const string Undefended = "undefended", Adversarial = "adversarial", Fast = "fgsm", Distilled = "distilled", Saturated = "saturated", Quantised = "quantised", Noise = "noise";
    private const string Plain = "plain", Worst = "worst";

    // As specified: what a defence may cost of the natural accuracy on validation images.
    private const double LargestFall = 0.05;

    private static readonly string[] s_masks = [Distilled, Saturated, Quantised];
    private static readonly string[] s_arms = [Undefended, Adversarial, Fast, .. s_masks, Noise];
    private static readonly string[] s_attacks = [Plain, "cross-entropy", "margin", "transfer", "carlini-wagner", "square"];

    // Nothing is moved: training as it always is.
    private static readonly AdversarialTraining s_none = new() { Epsilon = 0, StepCount = 0, Start = PerturbationStart.Image };

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        void Lap(string what) { Console.Error.WriteLine($"{lab.Seed} {what} {watch.Elapsed.TotalSeconds:0.00}"); watch.Restart(); }
        var workshop = new DefenceWorkshop(lab, s);
        Tensor validation = workshop.Pooled(lab.Data.Validation), test = workshop.Pooled(lab.Data.Test);
        Tensor validationLabels = lab.Labels(lab.Data.Validation), testLabels = lab.Labels(lab.Data.Test);
        Lap("data");
        DefendedNet undefended = workshop.Train(Undefended, Arm.Control, s_none);
        Lap("undefended");
        found.Add("training with ε = 0 changes", workshop.Train(Undefended, Arm.Control, Madry(s, 0), 1).TakeSnapshot().Zip(workshop.Train(Undefended, Arm.Control, s_none, 1).TakeSnapshot())
            .Count(pair => !pair.First.Value.ToArray<float>().AsSpan().SequenceEqual(pair.Second.Value.ToArray<float>())));
        Lap("zero");
        (double epsilon, DefendedNet adversarial) = Chosen();
        Lap("adversarial");
        DefendedArm[] arms =
        [
            new(Undefended, undefended.Forward),
            new(Adversarial, adversarial.Forward),
            new(Fast, workshop.Train(Fast, Arm.Treatment, lab.Choose(Arm.Treatment, AdversarialTraining.RandomSigns(epsilon), AdversarialTraining.Fgsm(epsilon))).Forward),
            Masked(Distilled, () => workshop.Distil(Distilled, Arm.Treatment, new DefensiveDistillation { Temperature = s.Temperature }).Forward),
            Masked(Saturated, () => x => undefended.Forward(x) * s.Saturation),
            Masked(Quantised, () => x => undefended.Forward(new InputQuantisation(s.Levels).Forward(x))),
            new(Noise, workshop.Train(Noise, Arm.Control, AdversarialTraining.RandomSigns(epsilon)).Forward),
        ];
        Lap("others");
        found.Add("epsilon", epsilon);
        int[] chosen = [.. lab.Random("images").Permutation(lab.Data.Test.Count).Take(s.Images)];
        Tensor images = test.Rows(Tensor.From(chosen, [chosen.Length], lab.Device)), labels = testLabels.Rows(Tensor.From(chosen, [chosen.Length], lab.Device));
        foreach (DefendedArm arm in arms)
        {
            found.Add($"natural/{arm.Name}", arm.Accuracy(test, testLabels));
            found.Add($"validation/{arm.Name}", arm.Accuracy(validation, validationLabels));
            Attacked(arm);
            Lap(arm.Name);
            Console.Error.WriteLine($"  eps {epsilon} val {found.Series[$"validation/{arm.Name}"][0]:0.000} plain {found.Series[$"accuracy/plain/{arm.Name}"][0]:0.000} worst {found.Series[$"accuracy/worst/{arm.Name}"][0]:0.000}");
        }

        DefendedArm Masked(string name, Func<Func<Tensor, Tensor>> make) =>
            new(name, lab.Choose(Arm.Treatment, control: () => workshop.Train(name, Arm.Treatment, s_none).Forward, treatment: make)());

        (double Epsilon, DefendedNet Net) Chosen()
        {
            double natural = new DefendedArm(Undefended, undefended.Forward).Accuracy(validation, validationLabels);
            foreach (double radius in s.Radii)
            {
                DefendedNet net = workshop.Train(Adversarial, Arm.Treatment, lab.Choose(Arm.Treatment, AdversarialTraining.RandomSigns(radius), Madry(s, radius)));
                double fall = natural - new DefendedArm(Adversarial, net.Forward).Accuracy(validation, validationLabels);
                Console.Error.WriteLine($"  radius {radius} fall {fall:0.000}");
                if (fall <= LargestFall || radius == s.Radii[^1]) return (radius, net);
            }
            throw new UsageException("errors/defences: no radius to choose from");
        }

        void Attacked(DefendedArm arm)
        {
            AttackGoal[] goals = AttackGoal.LeaveAll(labels.ToArray<int>());
            IReadOnlyList<AttackResults> each = new WorstCase(Ensemble(s, epsilon, undefended, workshop.Width)) { Epsilon = epsilon, SparesBroken = true }.Each(arm.Logits, images, goals, lab.Random("attack"));
            found.Add($"accuracy/{Plain}/{arm.Name}", 1 - each[0].SuccessRate);
            found.Add($"accuracy/{Worst}/{arm.Name}", 1 - WorstCase.Of(AttackNorm.LInf, each).SuccessRate);
            Lap("claims");
            int few = Math.Min(s.CurveImages, chosen.Length);
            IReadOnlyList<AttackResults>[] curves = [.. s.Multiples.Select(multiple =>
                new WorstCase(Ensemble(s, multiple * epsilon, undefended, workshop.Width)) { Epsilon = multiple * epsilon }.Each(arm.Logits, images[..few], goals[..few], lab.Random("attack")))];
            for (int k = 0; k < s_attacks.Length; k++) found.Add($"curve/{s_attacks[k]}/{arm.Name}", curves.Select(all => 1 - all[k].SuccessRate));
            found.Add($"curve/{Worst}/{arm.Name}", curves.Select(all => 1 - WorstCase.Of(AttackNorm.LInf, all).SuccessRate));
            Console.Error.WriteLine(string.Join(" ", curves[1].Select(one => $"{1 - one.SuccessRate:0.00}")));
        }
    }

    private static AdversarialTraining Madry(Settings s, double epsilon) => new() { Epsilon = epsilon, StepCount = s.TrainingSteps };

    private static Attack[] Ensemble(Settings s, double epsilon, DefendedNet undefended, int width) =>
    [
        new ProjectedGradient { Epsilon = epsilon, StepCount = s.Steps },
        new ProjectedGradient { Epsilon = epsilon, StepCount = s.Steps, RandomStarts = s.Restarts },
        new ProjectedGradient { Epsilon = epsilon, StepCount = s.Steps, RandomStarts = s.Restarts, Loss = AttackLoss.Margin },
        new TransferAttack(undefended.Forward, new ProjectedGradient { Epsilon = epsilon, StepCount = s.Steps, Loss = AttackLoss.Margin }),
        new CarliniWagnerLInf { Epsilon = epsilon, StepCount = s.Steps },
        new SquareAttack { Epsilon = epsilon, MaxQueries = s.Queries, Width = width },
    ];
}
