using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The part of a graph between marks and results: the nodes that depend on a mark.</summary>
internal sealed class Between
{
    private readonly HashSet<Origin> _marks = new(ByOrder.Default), _holds = new(ByOrder.Default);
    private readonly List<Tensor> _nodes = [];
    private readonly List<Tensor> _outside = [];

    private Between()
    {
    }

    /// <summary>The nodes that depend on a mark, inputs before what was made of them; without the marks.</summary>
    internal IReadOnlyList<Tensor> Nodes => _nodes;

    /// <summary>What else that is tracked the results were made of: leaves, and nodes older than the marks.</summary>
    internal IReadOnlyList<Tensor> Outside => _outside;

    internal bool IsMark(Origin node) => _marks.Contains(node);

    /// <summary>True for marks and for what depends on one.</summary>
    internal bool Holds(Origin node) => _holds.Contains(node);

    /// <summary>Finds it.</summary>
    /// <param name="results">Of one computation; constants count for nothing.</param>
    /// <param name="marks">Tracked tensors; the search does not go below them.</param>
    /// <param name="since">Nodes up to this order are outside; those older than all marks are in any case.</param>
    internal static Between Of(ReadOnlySpan<Tensor> results, IEnumerable<Tensor> marks, long since = 0)
    {
        var between = new Between();
        long oldest = long.MaxValue;
        foreach (Tensor mark in marks)
        {
            between._marks.Add(mark.Origin!);
            oldest = Math.Min(oldest, mark.Origin!.Order);
        }
        // Inputs have smaller orders than what was made of them, so nothing below the oldest mark depends on one.
        between.Search(results, Math.Max(since, oldest == long.MaxValue ? 0 : oldest - 1));
        return between;
    }

    private void Search(ReadOnlySpan<Tensor> results, long below)
    {
        List<Tensor> met = [];
        var seen = new HashSet<Origin>(ByOrder.Default);
        var open = new Stack<Tensor>();
        foreach (Tensor result in results) Open(result);
        while (open.TryPop(out Tensor? node))
        {
            Origin origin = node.Origin!;
            if (_marks.Contains(origin)) continue;
            if (origin.Order <= below || origin is LeafOrigin)
            {
                _outside.Add(node);
                continue;
            }
            met.Add(node);
            for (int number = 0, count = origin.InputCount; number < count; number++) Open(origin.Input(number));
        }
        _holds.UnionWith(_marks);
        met.Sort(static (x, y) => x.Origin!.Order.CompareTo(y.Origin!.Order));
        foreach (Tensor node in met)
        {
            if (!DependsOnMark(node.Origin!)) continue;
            _holds.Add(node.Origin!);
            _nodes.Add(node);
        }

        void Open(Tensor x)
        {
            if (x.IsTracked && x.DType.IsFloat() && seen.Add(x.Origin!)) open.Push(x);
        }
    }

    private bool DependsOnMark(Origin origin)
    {
        for (int number = 0, count = origin.InputCount; number < count; number++)
        {
            if (origin.Input(number).Origin is { } input && _holds.Contains(input)) return true;
        }
        return false;
    }
}
