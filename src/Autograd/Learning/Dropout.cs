using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Dropout (Srivastava et al. 2014), in the form that scales while it trains: <see cref="Forward"/> keeps each number with probability
/// 1 - rate, divided by that, and sets the others to 0, so that the mean stays. <see cref="ForEvaluation"/> gives the layer that changes
/// nothing. Nothing is switched: which of the two is called decides. Each call draws once from the stream: a stream of the same seed, name and
/// position gives the same mask.</summary>
public sealed class Dropout : Module
{
    private readonly RandomStream _stream;
    private bool _evaluates;

    /// <summary>A layer that drops that share.</summary>
    /// <param name="rate">The probability to drop a number, from 0 to below 1.</param>
    /// <param name="stream">Where the masks come from; not to be shared with anything that runs on another thread.</param>
    /// <exception cref="TensorException">Another rate.</exception>
    public Dropout(double rate, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Rate = Domain.Share("dropout", "a rate", rate);
        _stream = stream;
    }

    /// <summary>The probability to drop a number.</summary>
    public double Rate { get; }

    /// <summary>What a training step makes of x, any shape; of the form for evaluation, x itself.</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (_evaluates) return x;
        Tensor kept = _stream.Bernoulli(x.Shape, 1 - Rate);
        return Tensor.Where(kept, x * (1 / (1 - Rate)), Tensor.Scalar(0, x.DType, x.Device));
    }

    /// <summary>The same layer as it answers after training: it changes nothing and draws nothing.</summary>
    public override Module ForEvaluation()
    {
        var layer = (Dropout)MemberwiseClone();
        layer._evaluates = true;
        return layer;
    }
}
