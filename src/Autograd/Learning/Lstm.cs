using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>What an <see cref="Lstm"/> remembers from one step to the next.</summary>
/// <param name="Hidden">h, also its output: [batch, size].</param>
/// <param name="Cell">c, [batch, size].</param>
public readonly record struct LstmState(Tensor Hidden, Tensor Cell);

/// <summary>A layer of long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000). A
/// step from (h, c) to (h', c') is
/// <code>
/// [i f g o] = x·W + h·U + b
/// c' = σ(f)·c + σ(i)·tanh(g)
/// h' = σ(o)·tanh(c')
/// </code>
/// The gates stand in the order of <c>torch.nn.LSTM</c>, whose weights carry over: W = weight_ihᵀ, U = weight_hhᵀ, b = bias_ih + bias_hh.</summary>
public sealed class Lstm : Module
{
    private const int Gates = 4;
    private readonly string _layer;

    /// <summary>A layer with drawn weights and a bias of zeros.</summary>
    /// <param name="name">The parameters are called <c>name.weight</c>, <c>name.recurrent</c> and <c>name.bias</c>.</param>
    /// <param name="inputs">Numbers per example and step that come in.</param>
    /// <param name="size">Numbers in the hidden state, and in the cell.</param>
    /// <param name="initialiser">Draws the matrix of each gate by itself.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="dtype">float32 or float64.</param>
    public Lstm(string name, int inputs, int size, Initialiser initialiser, RandomStream stream, DType dtype = DType.Float32)
    {
        _layer = $"lstm '{name}'";
        Weight = Recurrence.Gates($"{name}.weight", Gates, inputs, size, initialiser, stream, dtype);
        Recurrent = Recurrence.Gates($"{name}.recurrent", Gates, size, size, initialiser, stream, dtype);
        Bias = Recurrence.Zeros($"{name}.bias", Gates * size, Weight);
    }

    /// <summary>W, [inputs, 4·size].</summary>
    public Parameter Weight { get; }

    /// <summary>U, [size, 4·size].</summary>
    public Parameter Recurrent { get; }

    /// <summary>b, [4·size].</summary>
    public Parameter Bias { get; }

    /// <summary>The hidden state after each step, from a state of zeros: [batch, time, inputs] to [batch, time, size].</summary>
    /// <exception cref="TensorException">Another shape.</exception>
    public override Tensor Forward(Tensor x) => Run(x).Outputs;

    /// <summary>The hidden state after each step, and the state after the last.</summary>
    /// <param name="x">[batch, time, inputs]; no steps at all leave the state as it is.</param>
    /// <param name="initial">The state before the first step; null for zeros.</param>
    /// <returns>Outputs are [batch, time, size].</returns>
    /// <exception cref="TensorException">The shapes do not fit.</exception>
    public (Tensor Outputs, LstmState Last) Run(Tensor x, LstmState? initial = null)
    {
        Recurrence.RequireInput(_layer, x, 3, Weight);
        LstmState state = initial ?? new LstmState(Recurrence.Start(x, Recurrent), Recurrence.Start(x, Recurrent));
        RequireState(state, x);
        List<Tensor> outputs = [];
        foreach (Tensor fed in Recurrence.Steps(x.Affine(Weight.Value, Bias.Value)))
        {
            state = Advance(fed, state);
            outputs.Add(state.Hidden);
        }
        return (Recurrence.Sequence(outputs, x, Recurrent), state);
    }

    /// <summary>One step.</summary>
    /// <param name="x">[batch, inputs].</param>
    /// <param name="state">The state before.</param>
    /// <exception cref="TensorException">The shapes do not fit.</exception>
    public LstmState Step(Tensor x, LstmState state)
    {
        Recurrence.RequireInput(_layer, x, 2, Weight);
        RequireState(state, x);
        return Advance(x.Affine(Weight.Value, Bias.Value), state);
    }

    private LstmState Advance(Tensor fed, LstmState state)
    {
        int size = Recurrent.Shape[0];
        Tensor gates = fed + state.Hidden.MatMul(Recurrent.Value);
        Tensor input = gates.Gate(0, size).Sigmoid(), forget = gates.Gate(1, size).Sigmoid(), output = gates.Gate(3, size).Sigmoid();
        Tensor cell = forget * state.Cell + input * gates.Gate(2, size).Tanh();
        return new LstmState(output * cell.Tanh(), cell);
    }

    private void RequireState(LstmState state, Tensor x)
    {
        Recurrence.RequireState(_layer, state.Hidden, x.Shape[0], Recurrent);
        Recurrence.RequireState(_layer, state.Cell, x.Shape[0], Recurrent);
    }
}
