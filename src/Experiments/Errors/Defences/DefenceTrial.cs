using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A classifier under attack: what it was defended by, its logits, and the net behind its mask where whoever knows the mask can see one.</summary>
internal sealed record DefendedArm(string Name, Func<Tensor, Tensor> Logits, Func<Tensor, Tensor>? Behind = null);

/// <summary>The attacks of one seed on its nets: all on the same test images, with the same draws, at the same radius.</summary>
internal sealed class DefenceTrial
{
    internal const string Plain = "plain", Worst = "worst", Through = "through the mask";

    // Thousandths of the grey scale are finer than a picture shows.
    private const int PictureDigits = 3;

    /// <summary>The attacks of the ensemble, in their order; the plain one first.</summary>
    internal static readonly string[] Attacks = [Plain, "cross-entropy", "margin", "transfer", "carlini-wagner", "square"];

    // For the pictures: the shortest perturbations.
    private static readonly CarliniWagner s_shortest = new() { FirstConstant = 1, ConstantCount = 6, MaxSteps = 100, LearningRate = 0.05 };

    private readonly Lab _lab;
    private readonly RobustOrBlind.Settings _settings;
    private readonly PixelNet _stranger;
    private readonly int _width, _height;
    private readonly Tensor _test, _testLabels, _images;
    private readonly int[] _labels;
    private readonly Dictionary<string, AttackResults> _worst = [];

    /// <param name="lab">Streams, device, data.</param>
    /// <param name="s">Sizes.</param>
    /// <param name="workshop">Where the nets come from.</param>
    /// <param name="stranger">Whose perturbations are carried over: a net that shares neither weights nor order with any arm. From the undefended net,
    /// which is inside of two masks, they would be those of an attacker who sees through them.</param>
    public DefenceTrial(Lab lab, RobustOrBlind.Settings s, DefenceWorkshop workshop, PixelNet stranger)
    {
        (_lab, _settings, _stranger, _width, _height) = (lab, s, stranger, workshop.Width, workshop.Height);
        (_test, _testLabels) = (workshop.Pooled(lab.Data.Test), lab.Labels(lab.Data.Test));
        int[] chosen = [.. lab.Random("images").Permutation(lab.Data.Test.Count).Take(s.Images)];
        (_images, _labels) = (_test.Rows(chosen), _testLabels.Rows(chosen).ToArray<int>());
    }

    /// <summary>Accuracy as the images are, under the plain attack, under the worst of the ensemble; and the curves of each attack.</summary>
    public void Attack(DefendedArm arm, Measurements found)
    {
        AttackGoal[] goals = AttackGoal.LeaveAll(_labels);
        found.Add($"natural/{arm.Name}", Evaluation.Accuracy(arm.Logits, _test, _testLabels));
        IReadOnlyList<AttackResults> each = Ensemble(_settings.Epsilon, sparesBroken: true).Each(arm.Logits, _images, goals, _lab.Random("attack"));
        found.Add($"{Plain}/{arm.Name}", 1 - each[0].SuccessRate);
        _worst[arm.Name] = WorstCase.Of(AttackNorm.LInf, each);
        found.Add($"{Worst}/{arm.Name}", 1 - _worst[arm.Name].SuccessRate);
        if (arm.Behind is not null)
        {
            AttackResults through = new TransferAttack(arm.Behind, Margin(_settings.Epsilon)).Run(arm.Logits, _images, goals);
            found.Add($"{Through}/{arm.Name}", 1 - WorstCase.Of(AttackNorm.LInf, [_worst[arm.Name], through]).SuccessRate);
        }
        int few = Math.Min(_settings.CurveImages, _labels.Length);
        IReadOnlyList<AttackResults>[] curves = [.. _settings.Radii.Select(multiple =>
            Ensemble(multiple * _settings.Epsilon, sparesBroken: false).Each(arm.Logits, _images[..few], goals[..few], _lab.Random("attack")))];
        double untouched = Evaluation.Accuracy(arm.Logits, _images[..few], Tensor.From<int>(_labels.AsSpan(..few)));
        for (int k = 0; k < Attacks.Length; k++) found.Add($"curve/{Attacks[k]}/{arm.Name}", [untouched, .. curves.Select(all => 1 - all[k].SuccessRate)]);
        found.Add($"curve/{Worst}/{arm.Name}", [untouched, .. curves.Select(all => 1 - WorstCase.Of(AttackNorm.LInf, all).SuccessRate)]);
    }

    /// <summary>Flags of the plain evaluation, on images that the net is right about.</summary>
    public void Check(DefendedArm arm, string name, Measurements found)
    {
        int[] answers = Evaluation.Answers(arm.Logits, _images);
        int[] places = [.. Enumerable.Range(0, answers.Length).Where(i => answers[i] == _labels[i]).Take(_settings.CheckImages)];
        if (places.Length == 0) throw new UsageException($"errors/defences: the {arm.Name} net is right on none of {answers.Length} test images; use more epochs or more images");
        var check = new EvaluationCheck { Epsilon = _settings.Epsilon, StepCount = _settings.Steps, Queries = _settings.Queries, Width = _width };
        EvaluationFlags flags = check.Of(arm.Logits, _images.Rows(places), AttackGoal.LeaveAll(places.Select(i => _labels[i])), _lab.Random("check"));
        found.Add($"flags of {name}", flags);
        found.Add($"gradients break/{name}", flags.WhiteBox);
        found.Add($"queries break/{name}", flags.BlackBox);
    }

    /// <summary>The first image of the class whose turn it is that both nets get right, and the shortest perturbations that they fall for.</summary>
    public void Pictures(DefendedArm undefended, DefendedArm defended, Measurements found)
    {
        int wanted = (int)((ulong)_lab.Seed % (ulong)_lab.Data.Classes);
        int[] right = [.. Enumerable.Range(0, _labels.Length).Where(i => new[] { undefended, defended }.All(arm => _worst[arm.Name][i] is not { Success: true, LInf: 0 }))];
        int chosen = right.FirstOrDefault(i => _labels[i] == wanted, right.FirstOrDefault());
        Tensor image = _images[chosen..(chosen + 1)];
        found.Add("picture/original", Shown(image.To(DType.Float64).ToArray<double>()));
        foreach (DefendedArm arm in new[] { undefended, defended })
        {
            AttackResult result = s_shortest.Run(arm.Logits, image, [AttackGoal.Leave(_labels[chosen])])[0];
            double[] attacked = result.Success ? [.. result.Adversarial] : image.To(DType.Float64).ToArray<double>();
            int answer = arm.Logits(Tensor.From(attacked, image.Shape).To(image.DType).MoveTo(_lab.Device)).ArgMax(-1).ToArray<int>()[0];
            found.Add($"picture/{arm.Name}", Shown(attacked));
            found.Add($"picture facts/{arm.Name}", [_width, _height, _labels[chosen], answer, result.L2]);
        }

        static IEnumerable<double> Shown(double[] pixels) => pixels.Select(pixel => Math.Round(pixel, PictureDigits));
    }

    private WorstCase Ensemble(double epsilon, bool sparesBroken)
    {
        var plain = new ProjectedGradient { Epsilon = epsilon, StepCount = _settings.Steps };
        return new(
            plain,
            new ProjectedGradient { Epsilon = epsilon, StepCount = _settings.Steps, RandomStarts = Math.Max(_settings.Restarts, 1), StartsAtImage = false },
            new ProjectedGradient { Epsilon = epsilon, StepCount = _settings.Steps, RandomStarts = _settings.Restarts, Loss = AttackLoss.Margin },
            new TransferAttack(_stranger.Forward, Margin(epsilon)),
            new CarliniWagnerLInf { Epsilon = epsilon, StepCount = _settings.Steps },
            new SquareAttack { Epsilon = epsilon, MaxQueries = _settings.Queries, Width = _width })
        { Epsilon = epsilon, SparesBroken = sparesBroken };
    }

    private ProjectedGradient Margin(double epsilon) => new() { Epsilon = epsilon, StepCount = _settings.Steps, Loss = AttackLoss.Margin };
}
