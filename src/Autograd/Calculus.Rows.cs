using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

// Row ops, and the ops that are their gradients. v is the gradient at such a gradient; a factor may stand on each row.
internal static partial class Calculus
{
    private static void RowRules()
    {
        Rule(default(SoftMax), static (gy, x, y) => gy.MapRows<SoftMaxGradient, Sum>(default, y));
        Rule(default(LogSoftMax), static (gy, x, y) => gy.MapRows<LogSoftMaxGradient, Sum>(default, y));
        Rule(default(LogSumExp), static (gy, x, y) => gy.Unsqueeze(-1) * x.SoftMax());
        Rule<Standardise>(static (op, gy, x, y) => gy.MapRows<StandardiseGradient, Sum>(default, y, x.FoldRows<InverseDeviation, Sum>(new(op.Epsilon))));
        Rule<InverseDeviation>(static (op, gy, x, y) => (gy * y * y * (-1.0 / x.Shape[-1])).Unsqueeze(-1) * x.Standardise(-1, op.Epsilon));
        Rule(
            default(CrossEntropy),
            static (gy, x, t, y) => x.MapRows<CrossEntropyGradient, Max>(default, t, gy),
            static (gy, x, t, y) => -gy.Unsqueeze(-1) * x.LogSoftMax());

        // y·(g - Σ g·y) and g - mean g - y·mean(g·y) are linear and symmetric in g; g - e^y·Σ g is linear.
        RuleOfGradient(default(SoftMaxGradient), static (v, g, y) => v.MapRows<SoftMaxGradient, Sum>(default, y), static (v, g, y) => v * (g - Dot(g, y)) - g * Dot(v, y));
        RuleOfGradient(default(StandardiseGradient), static (v, g, y) => v.MapRows<StandardiseGradient, Sum>(default, y), static (v, g, y) => (g * Dot(v, y) + v * Dot(g, y)) * (-1.0 / g.Shape[-1]));
        RuleOfGradient(default(LogSoftMaxGradient), static (v, g, y) => v - Dot(v, y.Exp()), static (v, g, y) => -v * y.Exp() * g.Sum(-1, keepDims: true));

        // softmax(x)·Σt - t; a label stands for a row t whose sum is 1.
        RuleOfMany<CrossEntropyGradient>(static (op, v, inputs, i) =>
        {
            (Tensor x, Tensor t, Tensor? f) = (inputs[0], inputs[1], Factor(inputs));
            if (i == 2) return (v * x.MapRows<CrossEntropyGradient, Max>(default, t)).Sum(-1);
            Tensor p = x.SoftMax();
            if (i == 1) return Times(Dot(v, p) - v, f);
            Tensor? weight = !t.DType.IsFloat() ? f : f is null ? t.Sum(-1) : f * t.Sum(-1);
            return v.MapRows<SoftMaxGradient, Sum>(default, p, weight);
        });

        const string inPlace = "it changes a cell in place";
        NoGradient<Descent>(inPlace);
        NoGradient<Momentum>(inPlace);
        NoGradient<Nesterov>(inPlace);
        NoGradient<AdaptiveMoments>(inPlace);
        NoGradient<RootMeanSquare>(inPlace);
        NoGradient<RootMeanSquareMomentum>(inPlace);
    }

    // f·op(g, y) with a factor f on each row, or none: the gradients at g and y for f = 1, each from (v, g, y).
    private static void RuleOfGradient<TOp>(
        TOp op,
        Func<Tensor, Tensor, Tensor, Tensor> dg,
        Func<Tensor, Tensor, Tensor, Tensor> dy,
        [CallerArgumentExpression(nameof(dg))] string words = "",
        [CallerArgumentExpression(nameof(dy))] string wordsOfSecond = "")
        where TOp : struct, IRowMap<Sum>
    {
        _ = op;
        RuleOfMany<TOp>(
            (op, v, inputs, i) => i == 2
                ? (v * inputs[0].MapRows<TOp, Sum>(op, inputs[1])).Sum(-1)
                : Times((i == 0 ? dg : dy)(v, inputs[0], inputs[1]), Factor(inputs)),
            new RuleText(RuleText.OfInputs, words, wordsOfSecond, "(v, g, y) => (v * op(g, y)).Sum(-1)"));
    }

    private static Tensor? Factor(IReadOnlyList<Tensor> inputs) => inputs.Count > 2 ? inputs[2] : null;

    private static Tensor Times(Tensor rows, Tensor? factor) => factor is null ? rows : rows * factor.Unsqueeze(-1);

    // Σ x·y along each row.
    private static Tensor Dot(Tensor x, Tensor y) => (x * y).Sum(-1, keepDims: true);
}
