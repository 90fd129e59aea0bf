using System.Collections;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>What an attack on a batch of images came to, image by image.</summary>
public sealed class AttackResults : IReadOnlyList<AttackResult>
{
    // image + ε - image differs from ε by the rounding of float64.
    private const double Rounding = 1e-12;

    private readonly AttackResult[] _results;

    internal AttackResults(AttackResult[] results) => _results = results;

    /// <summary>How many images were attacked.</summary>
    public int Count => _results.Length;

    /// <summary>The share of images that reached their goals; NaN of none.</summary>
    public double SuccessRate => Count == 0 ? double.NaN : _results.Count(result => result.Success) / (double)Count;

    /// <summary>The sum over the images.</summary>
    public long Queries => _results.Sum(result => (long)result.Queries);

    /// <summary>The sum over the images.</summary>
    public long Gradients => _results.Sum(result => (long)result.Gradients);

    /// <summary>What the attack on one image came to.</summary>
    public AttackResult this[int image] => _results[image];

    /// <summary>The share of images that reached their goals by a perturbation no longer than that: one minus it is the accuracy under attack, if
    /// all goals are to leave the right class.</summary>
    /// <param name="norm">How the length is measured.</param>
    /// <param name="epsilon">The longest that counts.</param>
    public double SuccessWithin(AttackNorm norm, double epsilon) => Count == 0 ? double.NaN : _results.Count(result => IsWithin(result, norm, epsilon)) / (double)Count;

    /// <summary>The images found, and the image attacked where nothing was.</summary>
    /// <param name="images">The images attacked, [n, ...].</param>
    public Tensor Images(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank == 0 || images.Shape[0] != Count) throw new TensorException($"attack: {Count} results for the images {images.Shape}; pass those that were attacked");
        if (Count == 0) return images;
        using var scope = MemoryScope.Open();
        return scope.Keep(Tensor.Stack([.. _results.Select((result, i) => result.Success
            ? Tensor.From([.. result.Adversarial], images.Shape.Without(0)).To(images.DType).MoveTo(images.Device)
            : images[i])]));
    }

    internal static bool IsWithin(AttackResult result, AttackNorm norm, double epsilon) => result.Success && result.Length(norm) <= epsilon + Rounding;

    /// <inheritdoc/>
    public IEnumerator<AttackResult> GetEnumerator() => ((IEnumerable<AttackResult>)_results).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
