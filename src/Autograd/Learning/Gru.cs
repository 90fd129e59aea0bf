using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A layer of gated recurrent units (Cho et al. 2014). A step from h to h' is
/// <code>
/// [r z n] = x·W + b,   [R Z N] = h·U + d
/// h' = (1 - u)·tanh(n + σ(r + R)·N) + u·h   with u = σ(z + Z)
/// </code>
/// These are the formulas of <c>torch.nn.GRU</c> with the gates in its order; its weights carry over: W = weight_ihᵀ, U = weight_hhᵀ,
/// b = bias_ih, d = bias_hh.</summary>
public sealed class Gru : Module
{
    private const int Gates = 3;
    private readonly string _layer;

    /// <summary>A layer with drawn weights and biases of zeros.</summary>
    /// <param name="name">The parameters are called <c>name.weight</c>, <c>name.recurrent</c>, <c>name.bias</c> and <c>name.recurrent_bias</c>.</param>
    /// <param name="inputs">Numbers per example and step that come in.</param>
    /// <param name="size">Numbers in the state.</param>
    /// <param name="initialiser">Draws the matrix of each gate by itself.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="dtype">float32 or float64.</param>
    public Gru(string name, int inputs, int size, Initialiser initialiser, RandomStream stream, DType dtype = DType.Float32)
    {
        _layer = $"gru '{name}'";
        Weight = Recurrence.Gates($"{name}.weight", Gates, inputs, size, initialiser, stream, dtype);
        Recurrent = Recurrence.Gates($"{name}.recurrent", Gates, size, size, initialiser, stream, dtype);
        Bias = Recurrence.Zeros($"{name}.bias", Gates * size, Weight);
        RecurrentBias = Recurrence.Zeros($"{name}.recurrent_bias", Gates * size, Weight);
    }

    /// <summary>W, [inputs, 3·size].</summary>
    public Parameter Weight { get; }

    /// <summary>U, [size, 3·size].</summary>
    public Parameter Recurrent { get; }

    /// <summary>b, [3·size].</summary>
    public Parameter Bias { get; }

    /// <summary>d, [3·size].</summary>
    public Parameter RecurrentBias { get; }

    /// <summary>The state after each step, from a state of zeros: [batch, time, inputs] to [batch, time, size].</summary>
    /// <exception cref="TensorException">Another shape.</exception>
    public override Tensor Forward(Tensor x) => Run(x).Outputs;

    /// <summary>The state after each step, and after the last.</summary>
    /// <param name="x">[batch, time, inputs]; no steps at all leave the state as it is.</param>
    /// <param name="initial">The state before the first step, [batch, size]; null for zeros.</param>
    /// <returns>Outputs are [batch, time, size], the last state [batch, size].</returns>
    /// <exception cref="TensorException">The shapes do not fit.</exception>
    public (Tensor Outputs, Tensor Last) Run(Tensor x, Tensor? initial = null)
    {
        Recurrence.RequireInput(_layer, x, 3, Weight);
        Tensor state = initial ?? Recurrence.Start(x, Recurrent);
        Recurrence.RequireState(_layer, state, x.Shape[0], Recurrent);
        List<Tensor> outputs = [];
        foreach (Tensor fed in Recurrence.Steps(x.Affine(Weight.Value, Bias.Value))) outputs.Add(state = Advance(fed, state));
        return (Recurrence.Sequence(outputs, x, Recurrent), state);
    }

    /// <summary>One step.</summary>
    /// <param name="x">[batch, inputs].</param>
    /// <param name="state">The state before, [batch, size].</param>
    /// <exception cref="TensorException">The shapes do not fit.</exception>
    public Tensor Step(Tensor x, Tensor state)
    {
        Recurrence.RequireInput(_layer, x, 2, Weight);
        Recurrence.RequireState(_layer, state, x.Shape[0], Recurrent);
        return Advance(x.Affine(Weight.Value, Bias.Value), state);
    }

    private Tensor Advance(Tensor fed, Tensor state)
    {
        int size = Recurrent.Shape[0];
        Tensor back = state.Affine(Recurrent.Value, RecurrentBias.Value);
        Tensor reset = (fed.Gate(0, size) + back.Gate(0, size)).Sigmoid(), keep = (fed.Gate(1, size) + back.Gate(1, size)).Sigmoid();
        Tensor news = (fed.Gate(2, size) + reset * back.Gate(2, size)).Tanh();
        return (1 - keep) * news + keep * state;
    }
}
