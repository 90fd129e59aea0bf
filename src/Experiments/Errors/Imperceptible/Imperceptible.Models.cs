using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Classifiers of other kinds that learn from the same images as the first net.
public sealed partial class Imperceptible
{
    private const string AutoEncoder = "auto-encoder", Convolutional = "convolutional", Wider = "wide";

    // Softmax nets of the smallest weight decay with weights and order of their own.
    private static readonly string[] s_again = ["softmax again", "softmax once more"];

    // Enough to see that gradients lead nowhere.
    private const int CheckedImages = 10;

    // Rows of Gaussian noise in the paper's table 2.
    private static readonly double[] s_noiseRms = [0.1, 0.3];

    private static string Softmax(double decay) => Invariant($"softmax {decay}");

    private static string[] ModelNames(Settings s) =>
    [
        .. s.Decays.Select(Softmax), First, .. s.Wide > 0 ? [Wider] : Array.Empty<string>(), .. s.Code > 0 ? [AutoEncoder] : Array.Empty<string>(),
        .. s.Channels > 0 ? [Convolutional] : Array.Empty<string>(),
    ];

    private static PixelNet[] Models(Lab lab, Settings s, ImageSet images, PixelNet first)
    {
        return [.. ModelNames(s).Select(name =>
        {
            PixelNet model = name switch
            {
                First => first,
                Wider => Learned(lab, s, Net(lab, name, images, [s.Wide, s.Wide]), images, s.Epochs),
                AutoEncoder => OnCode(lab, s, images),
                Convolutional => Learned(lab, s, Net(lab, name, images, Convolutions), images, s.ConvolutionEpochs),
                _ => Decayed(lab, s, images, name, lab.Choose(Arm.Treatment, control: s.Decays[0], treatment: s.Decays.Single(decay => Softmax(decay) == name)), isAlone: lab.IsPlacebo),
            };
            lab.Report(SweepFrom);
            return model;
        })];

        // Two convolutions with strides of two, then a softmax layer.
        StridedNet Convolutions(RandomStream weights) => new(lab.Data, lab.Data.Classes, weights, channels: s.Channels, hidden: 0, last: Initialiser.GlorotUniform);
    }

    // The paper's term: λ·Σw²/k with the k units of the layer. Such nets have the same first weights and order of examples, but for one that stands alone.
    private static PixelNet Decayed(Lab lab, Settings s, ImageSet images, string name, double decay, bool isAlone)
    {
        PixelNet net = Net(lab, name, images, stream => new Mlp([images.PixelsPerImage, lab.Data.Classes], Activation.Sigmoid, Initialiser.GlorotUniform, stream), Stream("weights"));
        return Learned(lab, s, net, images, s.Epochs, () => net.Parameters[0].Value.Square().Sum() * (decay / lab.Data.Classes), order: Stream("order"));

        RandomStream Stream(string what) => isAlone ? lab.Random($"{what} of softmax").Child(name) : lab.Random($"{what} of softmax");
    }

    // A softmax layer on a code that was learned without labels and stays as it is.
    private static PixelNet OnCode(Lab lab, Settings s, ImageSet images)
    {
        using var scope = MemoryScope.Open();
        SparseAutoEncoder? auto = null;
        PixelNet net = Net(lab, AutoEncoder, images, stream =>
        {
            auto = new SparseAutoEncoder("auto", images.PixelsPerImage, s.Code, stream);
            return new Sequential(auto.Encoder, new Dense("output", s.Code, lab.Data.Classes, Initialiser.GlorotUniform, stream));
        });
        Tensor x = net.Normalised(lab.Images(images));
        var optimiser = new Adam(auto!.Parameters, s.LearningRate);
        RandomStream order = lab.Random("order of the code");
        for (int epoch = 0; epoch < s.CodeEpochs; epoch++)
        {
            foreach (int[] batch in Batches.Shuffled(images.Count, s.BatchSize, order)) optimiser.Step(() => auto.Loss(x.Rows(batch)));
            lab.Report(SweepFrom);
        }
        auto.Freeze();
        return Learned(lab, s, net, images, s.Epochs);
    }

    private static PixelNet Net(Lab lab, string name, ImageSet images, IReadOnlyList<int> hidden) =>
        Net(lab, name, images, stream => new Mlp([images.PixelsPerImage, .. hidden, lab.Data.Classes], Activation.Sigmoid, Initialiser.GlorotUniform, stream));

    private static PixelNet Net(Lab lab, string name, ImageSet images, Func<RandomStream, Module> layers, RandomStream? weights = null)
    {
        using var scope = MemoryScope.Open();
        return new PixelNet(layers(weights ?? lab.Random($"weights of {name}")), lab.Images(images), name);
    }

    private static PixelNet Learned(Lab lab, Settings s, PixelNet net, ImageSet images, int epochs, Func<Tensor>? penalty = null, Action<int>? after = null, RandomStream? order = null)
    {
        using var scope = MemoryScope.Open();
        net.Learn(lab.Images(images), lab.Labels(images), epochs, s.LearningRate, s.BatchSize, order ?? lab.Random($"order of {net.Name}"), penalty, after);
        return net;
    }

    // Each model is attacked on images that all of them classify correctly, and shown what was found for the others.
    private static void Compare(Lab lab, Settings s, PixelNet[] models, PixelNet[] again, Measurements found)
    {
        var study = new AttackStudy(lab, models, Chosen(lab, [.. models, .. again], s.ModelImages, "images for the models"), " among the models");
        double side = Math.Sqrt(lab.Data.Test.PixelsPerImage);
        foreach (PixelNet model in (PixelNet[])[.. models, .. again])
        {
            AttackResult[] results = study.Attack(model, Search(s), SweepFrom, PlaceFrom);
            double[] lengths = [.. results.Select(result => result.Success ? result.L2 : 0)];
            found.Add($"model rms/{model.Name}", results.Select(result => result.Success ? result.Rms : AttackStudy.RmsOfFailure));
            found.Add($"misled/{model.Name}", study.Errors(model, study.Perturbed(study.Perturbation(results), lengths)));
            if (again.Contains(model)) continue;
            double[][] attack = study.Directions(Arm.Treatment, model, results), noise = study.Directions(Arm.Control, model, results);
            study.Note(found, "model attack", model, attack, lengths);
            study.Note(found, "model noise", model, noise, lengths);
            foreach (double rms in s_noiseRms) study.Note(found, Invariant($"model noise {rms}"), model, noise, [.. lengths.Select(_ => rms * side)]);
            found.Add($"model largest change/{model.Name}", results.Select(result => result.Success ? result.LInf : 1));
            double epsilon = results.Where(result => result.Success).Select(result => result.L2).DefaultIfEmpty(1).Average();
            EvaluationCheck check = new() { Epsilon = epsilon, Norm = AttackNorm.L2, Width = lab.Data.Width };
            found.Add($"flags of {model.Name}", check.Of(model.Forward, study.Pixels([.. study.Images.Take(CheckedImages)]), [.. study.Away.Take(CheckedImages)], lab.Random($"flags of {model.Name}")));
        }
    }

    private static LbfgsAttack Search(Settings s, double confidence = 0, double weight = 1) =>
        new() { Constants = [.. s.Constants.Select(c => c * weight)], Bisections = s.Bisections, MaxIterations = s.Iterations, Confidence = confidence };

    private static void NoteTestErrors(Lab lab, PixelNet[] nets, Measurements found)
    {
        byte[] labels = lab.Data.Test.Labels.ToArray();
        using var scope = MemoryScope.Open();
        Tensor images = lab.Images(lab.Data.Test);
        foreach (PixelNet net in nets) found.Add($"test error/{net.Name}", Evaluation.Answers(net.Forward, images).Zip(labels).Average(pair => pair.First == pair.Second ? 0.0 : 1));
    }

    // Test images in random order that every net classifies correctly: so no natural error counts as a success of the attack.
    private static int[] Chosen(Lab lab, PixelNet[] nets, int count, string stream)
    {
        byte[] labels = lab.Data.Test.Labels.ToArray();
        using var scope = MemoryScope.Open();
        Tensor images = lab.Images(lab.Data.Test);
        int[][] answers = [.. nets.Select(net => Evaluation.Answers(net.Forward, images))];
        int[] chosen = [.. lab.Random(stream).Permutation(labels.Length).Where(i => answers.All(one => one[i] == labels[i])).Take(count)];
        return chosen.Length >= 2 ? chosen : throw new UsageException($"errors/imperceptible: all nets are right on {chosen.Length} test images only; use more epochs or more test images");
    }
}
