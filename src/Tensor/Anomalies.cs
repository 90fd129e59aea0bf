using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Tensors;

/// <summary>Finds where numbers stop being finite: while it is on, on this thread, the first op whose result holds a NaN, or an infinity that none of
/// its inputs held, throws. An infinity that is put in on purpose, as a mask before a softmax, may pass on: the result of an op that was given one may hold
/// any, so a new one beside it is not seen; a NaN is, wherever it comes from.
/// Every result is searched and every recorded op remembers the line that made it, so it is for finding a fault, not for training.</summary>
/// <example><code>
/// using (Anomalies.Detect())
/// {
///     Tensor loss = …;
///     loss.Backward();
/// }
/// </code></example>
public static class Anomalies
{
    private const string Infinity = "infinity";

    [ThreadStatic]
    private static Watch? t_watch;

    // Filled only while somebody watches, so that an origin is no larger for it.
    private static readonly ConditionalWeakTable<Origin, string> s_sites = [];

    // Of these a caller sees no line: a fault is in what called them.
    private static readonly string[] s_library = ["DeepPuzzles.Kernels", "DeepPuzzles.Kernels.OpenCL", "DeepPuzzles.Kernels.Ilgpu", "DeepPuzzles.Tensor", "DeepPuzzles.Autograd"];

    /// <summary>True while results are searched on this thread.</summary>
    public static bool IsOn => t_watch is not null;

    /// <summary>Searches every result on this thread until the scope is disposed. The first NaN or infinity is a <see cref="TensorException"/> that
    /// names the op, the shapes of its inputs, the pass, and the line of the first caller outside the library; in a backward pass the op whose
    /// rule fired and the line that made it. Inputs that were not finite before are named as such.</summary>
    /// <remarks>Of several statements that the compiler keeps on the stack, in an optimised build, the line is that of the first.</remarks>
    public static Scope Detect() => Scope.Watched();

    /// <summary>For a walk over a graph: until the scope is disposed, what ops give is the work of a pass, and of the rule of one of its nodes.
    /// Does nothing while nobody watches.</summary>
    /// <param name="pass">The pass, for the message: "backward", "forward mode".</param>
    /// <param name="node">The node whose rule fires; null between nodes.</param>
    public static Scope During(string pass, Tensor? node = null) => t_watch is null ? default : Scope.InPass(pass, node);

    // Of a result that has its origin, where it gets one.
    internal static void Check(Tensor y, string op, params ReadOnlySpan<Tensor> inputs)
    {
        Watch watch = t_watch!;
        using Scope unwatched = Scope.Unwatched();      // what follows are ops too
        if (y.Origin is { } origin) s_sites.AddOrUpdate(origin, Site());
        if (Fault(y) is not { } fault || (fault == Infinity && Holds(inputs, Infinity))) return;
        string what = $"'{op}' of {Shapes(inputs)} gives {fault}", before = Before(inputs);
        throw new TensorException((watch.Pass, watch.Node) switch
        {
            (null, _) => $"anomaly: forward: {what}{before}; it was called at {Site()}",
            (_, null) => $"anomaly: {watch.Pass}: between two rules {what}{before}; the pass was started at {Site()}",
            (_, { Origin: var node }) =>
                $"anomaly: {watch.Pass}: in the rule of '{node!.OpName}' of {Shapes([.. node.Inputs])} {what}{before}; '{node.OpName}' was called at {(s_sites.TryGetValue(node, out string? site) ? site : "a line before Anomalies.Detect()")}",
        });
    }

    private static string Shapes(ReadOnlySpan<Tensor> tensors) => string.Join(", ", tensors.ToArray().Select(tensor => tensor.Shape.ToString()));

    private static string Before(ReadOnlySpan<Tensor> inputs)
    {
        List<string> before = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (Fault(inputs[i]) is { } fault) before.Add($"input {i} already held {fault}");
        }
        return before.Count == 0 ? "" : $", where {string.Join(" and ", before)}";
    }

    // Largest and smallest are NaN where an element is.
    private static string? Fault(Tensor x)
    {
        if (!x.DType.IsFloat() || x.Count == 0 || x.IsTraced) return null;       // of an example nothing is read: the replay is watched
        x = x.StopGradient();
        double high = x.Max().Item(), low = x.Min().Item();
        return double.IsNaN(high) ? "NaN" : double.IsInfinity(high) || double.IsInfinity(low) ? Infinity : null;
    }

    private static bool Holds(ReadOnlySpan<Tensor> inputs, string fault)
    {
        foreach (Tensor input in inputs)
        {
            if (Fault(input) == fault) return true;
        }
        return false;
    }

    // The nearest caller outside the library, one with a source line if there is any.
    private static string Site()
    {
        StackFrame[] callers = [.. new StackTrace(fNeedFileInfo: true).GetFrames().Where(frame => !s_library.Contains(frame.GetMethod()?.Module.Assembly.GetName().Name))];
        if (callers.FirstOrDefault(frame => frame.GetFileName() is not null) is { } line) return $"{line.GetFileName()}:{line.GetFileLineNumber()}";
        return callers.FirstOrDefault()?.GetMethod() is { } method ? $"{method.DeclaringType}.{method.Name}" : "an unknown place";
    }

    // The pass, or null for forward, and the node whose rule fires.
    private sealed record Watch(string? Pass, Tensor? Node);

    /// <summary>Puts the former state back when disposed.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly Watch? _former;
        private readonly bool _isChange;

        private Scope(Watch? former) => (_former, _isChange) = (former, true);

        internal static Scope Watched() => To(new Watch(null, null));

        internal static Scope InPass(string pass, Tensor? node) => To(new Watch(pass, node));

        internal static Scope Unwatched() => To(null);

        private static Scope To(Watch? watch)
        {
            var scope = new Scope(t_watch);
            t_watch = watch;
            return scope;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_isChange) t_watch = _former;
        }
    }
}
