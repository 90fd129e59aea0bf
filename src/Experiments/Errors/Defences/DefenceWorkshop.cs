using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Defences;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>Trains the nets of one seed. All arms have the same first weights, order of examples and draws; in a placebo run every treatment is
/// trained as the control is, with streams of its own.</summary>
internal sealed class DefenceWorkshop
{
    // Of a seed's work, by the clock.
    internal const double LearningShare = 0.6;

    private readonly Lab _lab;
    private readonly RobustOrBlind.Settings _settings;
    private readonly Tensor _images, _labels;
    private readonly int _planned;
    private int _epochs;

    public DefenceWorkshop(Lab lab, RobustOrBlind.Settings s)
    {
        (_lab, _settings, _planned) = (lab, s, 5 * s.Epochs + 2 * s.DistillationEpochs);
        ImageSet train = lab.Data.Train.Slice(0, Math.Min(s.TrainImages, lab.Data.Train.Count));
        (_images, _labels) = (Pooled(train), lab.Labels(train));
    }

    /// <summary>Rows of a pooled image.</summary>
    public int Height => _lab.Data.Height / _settings.Pool;

    /// <summary>Pixels in a row of a pooled image.</summary>
    public int Width => _lab.Data.Width / _settings.Pool;

    /// <summary>Means over squares, [n, pixels]; rows and columns that fill no square are left out.</summary>
    public Tensor Pooled(ImageSet images)
    {
        int k = _settings.Pool, channels = _lab.Data.Channels;
        using var scope = MemoryScope.Open();
        Tensor x = _lab.Images(images).Reshape(-1, channels, _lab.Data.Height, _lab.Data.Width)[.., .., ..(Height * k), ..(Width * k)];
        return scope.Keep((k == 1 ? x : x.AveragePool(k)).Clamp(0, 1).Reshape(images.Count, -1));       // means round
    }

    /// <summary>A net that learns from images moved in some way; by 0 and without a step it is the undefended one.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="arm">Whose settings it has.</param>
    /// <param name="training">What it learns from.</param>
    /// <param name="epochs">Those of the settings where none are given.</param>
    /// <param name="whose">Begins the names of its streams, where weights and order are to be its own.</param>
    public PixelNet Train(string name, Arm arm, AdversarialTraining training, int? epochs = null, string whose = "")
    {
        using var scope = MemoryScope.Open();
        (PixelNet net, Adam optimiser) = Fresh(name, arm, whose);
        RandomStream order = _lab.Random($"{whose}order", arm, name), moves = _lab.Random($"{whose}moves", arm, name);
        for (int epoch = 0; epoch < (epochs ?? _settings.Epochs); epoch++)
        {
            training.Epoch(optimiser, net, _images, _labels, _settings.BatchSize, order, moves);
            Report();
        }
        return Done(net);
    }

    /// <summary>A student that learns from a teacher's probabilities; the teacher has weights and order of its own.</summary>
    public PixelNet Distil(string name, Arm arm, DefensiveDistillation distillation)
    {
        using var scope = MemoryScope.Open();
        PixelNet teacher = Learn($"teacher of the {name}", arm, "teacher's ", _labels);
        return Learn(name, arm, "", distillation.SoftLabels(teacher, _images));

        PixelNet Learn(string who, Arm side, string whose, Tensor targets)
        {
            (PixelNet net, Adam optimiser) = Fresh(who, side, whose, _settings.DistillationRate);
            RandomStream order = _lab.Random($"{whose}order", side, who);
            for (int epoch = 0; epoch < _settings.DistillationEpochs; epoch++)
            {
                optimiser.Epoch(net, _images, targets, distillation.Loss, _settings.BatchSize, order);
                Report();
            }
            return Done(net);
        }
    }

    private (PixelNet Net, Adam Optimiser) Fresh(string name, Arm arm, string whose = "", double? rate = null)
    {
        var net = new PixelNet(new Mlp([_images.Shape[1], .. _settings.Hidden, _lab.Data.Classes], Activation.Relu, Initialiser.He, _lab.Random($"{whose}weights", arm, name)), _images, name);
        return (net, new Adam(net.Parameters, rate ?? _settings.LearningRate));
    }

    private void Report() => _lab.Report(Math.Min(1, ++_epochs / (double)_planned) * LearningShare);

    private static PixelNet Done(PixelNet net)
    {
        net.Freeze();
        return net;
    }
}
