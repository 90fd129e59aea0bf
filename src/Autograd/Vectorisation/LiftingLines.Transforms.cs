using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Lifting;

namespace DeepPuzzles.Autograd;

// The nodes that transforms put into a graph.
internal static partial class LiftingLines
{
    private static void Transforms()
    {
        Rule<Marked>(static (op, x) => x.ResultOf(op, x));
        RuleOfMany<Custom>(static (op, x) =>
        {
            Tensor[] inputs = [.. Enumerable.Range(0, x.Count).Select(x.Each)];
            return inputs[^1].ResultOf(new Custom(OfAll(op.Backward)), inputs);
        });
        NoLifting<Recomputed>("what an example is made into is recorded op by op");
    }

    // The backward of each example by itself; which gradients flow, the first shows.
    private static Func<Tensor, IReadOnlyList<Tensor>, Tensor, IReadOnlyList<Tensor?>> OfAll(Func<Tensor, IReadOnlyList<Tensor>, Tensor, IReadOnlyList<Tensor?>> backward) => (gy, inputs, y) =>
    {
        bool[] flows = [];
        Tensor[] parts = Vectorisation.Vectorise((Tensor[] one) =>
        {
            IReadOnlyList<Tensor?> own = backward(one[0], one[1..^1], one[^1]);
            flows = [.. own.Select(part => part is not null)];
            return [.. own.OfType<Tensor>()];
        })([gy, .. inputs, y]);
        int next = 0;
        return [.. flows.Select(flow => flow ? parts[next++] : null)];
    };
}
