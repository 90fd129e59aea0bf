namespace DeepPuzzles.Tensors;

/// <summary>Where a traced function begins. Input: what stands for all examples.</summary>
public readonly record struct Example : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "example";
}

/// <summary>The input as a constant; recorded only in a traced function, elsewhere a constant has no origin.</summary>
public readonly record struct Stop : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "stop gradient";
}

// A function is traced to be applied again to other values than those it was run on: by Vectorise, for one. All that is made of a traced tensor
// is recorded: truth values and whole numbers too, and also where no gradient flows, in a pause or behind StopGradient.
public sealed partial class Tensor
{
    /// <summary>True for an example, and for all that is made of one: its origin is recorded, whether gradients flow or not, and its values cannot
    /// be read, since for other examples they would be others.</summary>
    public bool IsTraced { get; private set; }

    /// <summary>Where a traced tensor came from, whether gradients flow or not; null for any other.</summary>
    public Origin? TracedOrigin => IsTraced ? _origin : null;

    /// <summary>What came with the tensor, tracked or traced.</summary>
    internal Origin? AnyOrigin => _origin;

    /// <summary>The same elements as one example of many. A function of it is traced: every op leads back to here through
    /// <see cref="TracedOrigin"/>, so it can be replayed on other values. To gradients it is a leaf, if this tensor is tracked: they flow as far as
    /// here.</summary>
    public Tensor AsExample()
    {
        Tensor example = View(_layout, null);
        example.IsTracked = IsTracked && Tracking.IsOn;
        example.IsTraced = true;
        example._origin = new LeafOrigin(Example.Name, this, typeof(Example));
        return example;
    }

    private Tensor Stopped()
    {
        Tensor constant = View(_layout, null).From(default(Stop), this);
        constant.IsTracked = false;
        return constant;
    }

    internal void RequireUntraced(string member)
    {
        if (IsTraced)
            throw new TensorException($"vectorise: the function calls {member} on {DType.Name()} {Shape}, which depends on its mapped input: the value of one example would decide for all; branch with Tensor.Where, and read what Vectorise returns");
    }
}
