using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Dreams in the space of inputs: pictures by gradient ascent on the logits of the old network, one class that it knows after the other, are learned with the new examples and with its soft answers (after
/// DeepDream, Mordvintsev, Olah and Tyka 2015, and DeepInversion, Yin et al. 2020, without its statistics of batch normalisation).</summary>
/// <remarks>All dreams before and during a task go round the classes together, so that none is dreamt of more than once oftener than another. Without a <see cref="DreamReplay.Pool"/> every
/// training step waits for a whole ascent, as many passes through the network as that has steps.</remarks>
/// <param name="maximisation">How pictures are made.</param>
/// <param name="picture">[channels, height, width]; images are [n, ...] of as many numbers.</param>
public sealed class InputDreams(ActivationMaximisation maximisation, Shape picture) : DreamReplay(temperature: 2)
{
    /// <inheritdoc/>
    public override string Name => "input dreams";

    /// <inheritdoc/>
    /// <exception cref="TensorException">Images have another number of pixels, a picture has other axes, or a setting of the ascent is out of its range.</exception>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        base.Begin(learner);
        maximisation.Check(picture);
        Tensor images = learner.Stream.Tasks[0].Train.Images;
        if (images.Count / images.Shape[0] != picture.Elements) throw new TensorException($"input dreams: pictures of {picture} for images {images.Shape}; they have as many numbers");
    }

    /// <inheritdoc/>
    protected override Tensor Dream(Learner learner, Module solver, int last, int count, long before, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(solver);
        Tensor images = learner.Task.Train.Images;
        Shape shape = [count, .. images.Shape.Sizes[1..]];
        IReadOnlyList<int> known = learner.Stream.Met(last + 1);
        Module answering = solver.ForEvaluation();
        Tensor dreams = maximisation.Run(
            x => answering.Forward(x.Reshape(shape).To(images.DType)), [.. Enumerable.Range(0, count).Select(i => known[(int)((before + i) % known.Count)])], picture, random);
        return dreams.Reshape(shape).To(images.DType).StopGradient();
    }
}
