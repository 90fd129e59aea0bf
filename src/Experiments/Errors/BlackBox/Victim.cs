using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A classifier that answers with labels only, and the test images that it gets right: those are perturbed.</summary>
internal sealed class Victim
{
    private readonly Func<Tensor, int[]> _answer;
    private readonly int _classes;
    private readonly int[] _labels;

    /// <param name="lab">Streams, device, data.</param>
    /// <param name="name">In messages and measurements.</param>
    /// <param name="answer">From images [n, pixels] to a class for each.</param>
    /// <param name="count">The most images that are perturbed.</param>
    public Victim(Lab lab, string name, Func<Tensor, int[]> answer, int count) : this(lab, name, answer, count, lab.Data.Test, "test images")
    {
    }

    private Victim(Lab lab, string name, Func<Tensor, int[]> answer, int count, ImageSet images, string stream)
    {
        (Name, _answer, _classes) = (name, answer, lab.Data.Classes);
        using var scope = MemoryScope.Open();
        Tensor all = lab.Images(images);
        byte[] labels = images.Labels.ToArray();
        int[] answers = answer(all);
        Error = answers.Zip(labels).Average(pair => pair.First == pair.Second ? 0.0 : 1);
        int[] chosen = [.. lab.Random(stream).Permutation(labels.Length).Where(i => answers[i] == labels[i]).Take(count)];
        if (chosen.Length == 0) throw new UsageException($"errors/black-box: {name} is right on no image; use more epochs or more images");
        _labels = [.. chosen.Select(i => (int)labels[i])];
        Images = scope.Keep(all.Rows(chosen));
    }

    public string Name { get; }

    /// <summary>The share of all test images that it gets wrong as they are.</summary>
    public double Error { get; }

    /// <summary>Test images that it gets right, [n, pixels].</summary>
    public Tensor Images { get; }

    /// <summary>Its right answers.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>The same classifier with the images of another set that it gets right.</summary>
    /// <param name="lab">Streams, device.</param>
    /// <param name="images">Not the test images: something may be chosen on them.</param>
    /// <param name="name">In messages, and the name of its streams.</param>
    /// <param name="count">The most images that are perturbed.</param>
    public Victim On(Lab lab, ImageSet images, string name, int count) => new(lab, name, _answer, count, images, name);

    /// <summary>What an attacker may ask: a fresh counter.</summary>
    public LabelOracle Oracle() => new(_answer, _classes);

    /// <summary>What an attacker may ask who is told each answer about another image of the same question.</summary>
    public LabelOracle Shuffled(RandomStream random) => new(
        images =>
        {
            int[] answers = _answer(images);
            return [.. random.Permutation(answers.Length).Select(i => answers[i])];
        },
        _classes);

    /// <summary>The directions of the fast gradient sign method on a net, -1, 0 or 1 for each pixel: away from what the net itself says of the images,
    /// since the attacker does not know the truth.</summary>
    public Tensor Signs(Module net)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        (Tensor y, Func<Tensor, Tensor> pull) = Differentiation.Vjp(net.Forward, Images);
        // The slope of -ln p(own answer): p of the others, and minus their sum for it; 1 - p would cancel where the net is sure.
        Tensor own = Tensor.OneHot(y.ArgMax(-1), _classes), others = y.SoftMax() * (1 - own);
        return scope.Keep(pull(others - own * others.Sum(-1).Unsqueeze(-1)).Sign());
    }

    /// <summary>What it says of the images moved by ε along the signs, inside [0, 1].</summary>
    public int[] Answers(Tensor signs, double epsilon)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return _answer((Images + signs * epsilon).Clamp(0, 1));
    }

    /// <summary>The share of the images that it gets wrong then.</summary>
    public double Misled(Tensor signs, double epsilon) => Answers(signs, epsilon).Zip(_labels).Average(pair => pair.First == pair.Second ? 0.0 : 1);

    /// <summary>The share of the images of which a net says the same.</summary>
    public double Agreement(Module net) => Evaluation.Answers(net.Forward, Images).Zip(_labels).Average(pair => pair.First == pair.Second ? 1.0 : 0);
}
