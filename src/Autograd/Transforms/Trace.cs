using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>One evaluation of a function on marked inputs, through which gradients are pulled back and tangents pushed forward, any number of
/// times.</summary>
internal sealed class Trace
{
    private readonly Tensor[] _marks, _results;
    private readonly Between _between;
    private readonly bool _isOpen;

    private Trace(Tensor[] marks, Tensor[] results, bool inputsAreTracked)
    {
        (_marks, _results) = (marks, results);
        _between = Between.Of(results, Variables);
        _isOpen = inputsAreTracked || _between.Outside.Count > 0;
    }

    internal IReadOnlyList<Tensor> Marks => _marks;

    private IEnumerable<Tensor> Variables => _marks.Where(mark => mark.IsTracked);

    /// <summary>What the function gave, as the caller sees it: tracked if anything that it was made of is, the marks aside.</summary>
    internal IReadOnlyList<Tensor> Results => [.. _results.Select(y => Seen(y))];

    /// <summary>Of a function of tensors.</summary>
    internal static Trace Of(Func<Tensor[], IEnumerable<Tensor>> f, ReadOnlySpan<Tensor> x)
    {
        var marks = new Tensor[x.Length];
        for (int i = 0; i < marks.Length; i++) marks[i] = x[i].DType.IsFloat() || x.Length == 1 ? Marked.Of(x[i]) : x[i];      // labels, say, are constants
        using Tracking.Scope on = Tracking.Resume();
        return new Trace(marks, [.. f([.. marks])], Array.Exists(marks, mark => mark.Origin is not LeafOrigin));
    }

    /// <summary>Of a function that reads parameters: they are the marks, as they stand, and tracked inputs of whatever is made of them.</summary>
    internal static Trace Of(Func<IEnumerable<Tensor>> f, IReadOnlyList<Parameter> parameters)
    {
        using Tracking.Scope on = Tracking.Resume();
        return new Trace([.. parameters.Select(parameter => parameter.Value)], [.. f()], inputsAreTracked: true);
    }

    /// <summary>Of a function that is evaluated a second time. What it reads besides its inputs is marked as it stands; constants among the inputs are
    /// not marked.</summary>
    /// <exception cref="TensorException">An input is stale: a parameter has changed since, or a memory scope has ended; or the function gives another
    /// shape or dtype than <paramref name="before"/>.</exception>
    internal static Trace Again(Func<Tensor[], Tensor> f, Tensor[] x, Tensor[] read, Tensor before)
    {
        foreach (Tensor tensor in read) tensor.StopGradient();      // a view is made of a valid tensor only
        Tensor[] marks = [.. x.Select(input => input.IsTracked ? Marked.Of(input) : input)];
        using Tracking.Scope on = Tracking.Resume();
        Tensor y = f([.. marks]);
        return y.Shape == before.Shape && y.DType == before.DType ? new Trace([.. marks, .. read], [y], inputsAreTracked: true) : throw new TensorException(
            $"{Recomputed.Name}: the function gave {before.DType.Name()} {before.Shape} and, when it ran again, {y.DType.Name()} {y.Shape}; it must compute the same in every run, from its inputs and what does not change");
    }

    /// <summary>The gradients at the marks from those at the results.</summary>
    internal Tensor[] Pull(params Tensor[] gy)
    {
        bool tracked = IsTracked(gy);
        using Tracking.Scope scope = tracked ? Tracking.Resume() : Tracking.Pause();
        Gradients gradients = Differentiation.Pull(_results, gy, new Gradients(Variables.Select(mark => mark.Origin!)), _between);
        return [.. _marks.Select(mark => !mark.IsTracked ? Zero(mark) : tracked ? gradients[mark] : gradients[mark].StopGradient())];
    }

    /// <summary>The tangents of the results from those of the marks.</summary>
    internal Tensor[] Push(params Tensor[] dx)
    {
        bool tracked = IsTracked(dx);
        using Tracking.Scope scope = tracked ? Tracking.Resume() : Tracking.Pause();
        var tangents = new Tangents();
        for (int i = 0; i < dx.Length; i++)
        {
            // A parameter that is named twice moves in both directions.
            if (_marks[i].IsTracked) tangents.Set(_marks[i], tangents.Of(_marks[i]) is { } other ? other + dx[i] : dx[i]);
        }
        foreach (Tensor node in _between.Nodes) tangents.Pass(node);
        return [.. _results.Select(y => tangents.Of(y) is not { } dy ? Zero(y) : tracked ? dy : dy.StopGradient())];
    }

    /// <summary>True when what is made of these at the results or marks is tracked.</summary>
    internal bool IsTracked(ReadOnlySpan<Tensor> others)
    {
        if (!Tracking.IsOn) return false;
        bool tracked = _isOpen;
        foreach (Tensor other in others) tracked |= other.IsTracked;
        return tracked;
    }

    private static Tensor Zero(Tensor like) => Tensor.Scalar(0, like.DType, like.Device).Expand(like.Shape);

    private Tensor Seen(Tensor y) => IsTracked([]) ? y : y.StopGradient();
}
