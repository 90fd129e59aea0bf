using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>LSTM and GRU against their published formulas, one number at a time.</summary>
public class RecurrentTests
{
    private const int Batch = 3, Time = 7, Inputs = 4, Size = 5;
    private const double Tolerance = 1e-13;
    private static readonly Initialiser s_init = Initialiser.Normal(0.7);

    private static Tensor X(int time = Time) => Stream("x").Normal([Batch, time, Inputs], dtype: DType.Float64);

    private static Tensor State(string name) => Stream(name).Normal([Batch, Size], dtype: DType.Float64);

    private static Lstm NewLstm()
    {
        var layer = new Lstm("l", Inputs, Size, s_init, Stream("w"), DType.Float64);
        layer.Bias.Update(Stream("b").Normal(layer.Bias.Shape, dtype: DType.Float64));
        return layer;
    }

    private static Gru NewGru()
    {
        var layer = new Gru("g", Inputs, Size, s_init, Stream("w"), DType.Float64);
        layer.Bias.Update(Stream("b").Normal(layer.Bias.Shape, dtype: DType.Float64));
        layer.RecurrentBias.Update(Stream("d").Normal(layer.Bias.Shape, dtype: DType.Float64));
        return layer;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // Σ x·W over a column of a row-major matrix.
    private static double Product(ReadOnlySpan<double> x, double[] matrix, int columns, int column)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] * matrix[i * columns + column];
        return sum;
    }

    [Fact]
    public void Lstm_is_its_formula()
    {
        Lstm layer = NewLstm();
        double[] x = X().Numbers(), w = layer.Weight.Numbers(), u = layer.Recurrent.Numbers(), b = layer.Bias.Numbers(), h = State("h").Numbers(), c = State("c").Numbers();
        var expected = new double[Batch * Time * Size];
        for (int n = 0; n < Batch; n++)
        {
            for (int t = 0; t < Time; t++)
            {
                double[] before = h[(n * Size)..((n + 1) * Size)];
                double Gate(int gate, int k, double[] seen) => b[gate * Size + k] + Product(seen, w, 4 * Size, gate * Size + k) + Product(before, u, 4 * Size, gate * Size + k);
                double[] now = x[((n * Time + t) * Inputs)..((n * Time + t + 1) * Inputs)];
                for (int k = 0; k < Size; k++)
                {
                    c[n * Size + k] = Sigmoid(Gate(1, k, now)) * c[n * Size + k] + Sigmoid(Gate(0, k, now)) * Math.Tanh(Gate(2, k, now));
                    h[n * Size + k] = expected[(n * Time + t) * Size + k] = Sigmoid(Gate(3, k, now)) * Math.Tanh(c[n * Size + k]);
                }
            }
        }
        (Tensor outputs, LstmState last) = layer.Run(X(), new LstmState(State("h"), State("c")));
        Near(expected, outputs.Flatten().Numbers(), Tolerance);
        Near(h, last.Hidden.Flatten().Numbers(), Tolerance);
        Near(c, last.Cell.Flatten().Numbers(), Tolerance);
    }

    [Fact]
    public void Gru_is_its_formula()
    {
        Gru layer = NewGru();
        double[] x = X().Numbers(), w = layer.Weight.Numbers(), u = layer.Recurrent.Numbers(), b = layer.Bias.Numbers(), d = layer.RecurrentBias.Numbers(), h = State("h").Numbers();
        var expected = new double[Batch * Time * Size];
        for (int n = 0; n < Batch; n++)
        {
            for (int t = 0; t < Time; t++)
            {
                double[] before = h[(n * Size)..((n + 1) * Size)], now = x[((n * Time + t) * Inputs)..((n * Time + t + 1) * Inputs)];
                double Fed(int gate, int k) => b[gate * Size + k] + Product(now, w, 3 * Size, gate * Size + k);
                double Back(int gate, int k) => d[gate * Size + k] + Product(before, u, 3 * Size, gate * Size + k);
                for (int k = 0; k < Size; k++)
                {
                    double reset = Sigmoid(Fed(0, k) + Back(0, k)), keep = Sigmoid(Fed(1, k) + Back(1, k));
                    h[n * Size + k] = expected[(n * Time + t) * Size + k] = (1 - keep) * Math.Tanh(Fed(2, k) + reset * Back(2, k)) + keep * before[k];
                }
            }
        }
        (Tensor outputs, Tensor last) = layer.Run(X(), State("h"));
        Near(expected, outputs.Flatten().Numbers(), Tolerance);
        Near(h, last.Flatten().Numbers(), Tolerance);
    }

    [Fact]
    public void A_sequence_is_its_steps_and_its_two_halves()
    {
        Lstm lstm = NewLstm();
        Gru gru = NewGru();
        Tensor x = X();
        var state = new LstmState(Tensor.Zeros([Batch, Size], DType.Float64), Tensor.Zeros([Batch, Size], DType.Float64));
        Tensor h = state.Hidden;
        for (int t = 0; t < Time; t++)
        {
            state = lstm.Step(x[.., t], state);
            h = gru.Step(x[.., t], h);
            Near(state.Hidden.Flatten().Numbers(), lstm.Forward(x)[.., t].Flatten().Numbers(), Tolerance);
            Near(h.Flatten().Numbers(), gru.Forward(x)[.., t].Flatten().Numbers(), Tolerance);
        }
        (Tensor first, LstmState middle) = lstm.Run(x[.., ..3]);
        Tensor both = Tensor.Concat([first, lstm.Run(x[.., 3..], middle).Outputs], 1);
        Near(both.Flatten().Numbers(), lstm.Forward(x).Flatten().Numbers(), Tolerance);
    }

    /// <summary>What comes later changes no bit of what came before.</summary>
    [Fact]
    public void Outputs_do_not_depend_on_later_inputs()
    {
        Tensor x = X(), other = Tensor.Concat([x[.., ..4], Stream("later").Normal([Batch, Time - 4, Inputs], dtype: DType.Float64)], 1);
        foreach (Module layer in new Module[] { NewLstm(), NewGru() })
        {
            Assert.Equal(layer.Forward(x)[.., ..4].Flatten().Numbers(), layer.Forward(other)[.., ..4].Flatten().Numbers());
            Assert.NotEqual(layer.Forward(x)[.., 4].Flatten().Numbers(), layer.Forward(other)[.., 4].Flatten().Numbers());
        }
    }

    [Fact]
    public void No_steps_leave_the_state_and_no_examples_give_none()
    {
        (Tensor outputs, LstmState last) = NewLstm().Run(X(0), new LstmState(State("h"), State("c")));
        Assert.Equal(new Shape([Batch, 0, Size]), outputs.Shape);
        Assert.Equal(State("c").Numbers(), last.Cell.Numbers());
        (outputs, Tensor state) = NewGru().Run(X(0), State("h"));
        Assert.Equal(new Shape([Batch, 0, Size]), outputs.Shape);
        Assert.Equal(State("h").Numbers(), state.Numbers());
        Assert.Equal(new Shape([0, 2, Size]), NewLstm().Forward(Tensor.Zeros([0, 2, Inputs], DType.Float64)).Shape);
    }

    [Fact]
    public void Parameters_have_names_and_shapes_and_each_gate_is_drawn_by_itself()
    {
        var orthogonal = new Lstm("l", Size, Size, Initialiser.Orthogonal, Stream("w"), DType.Float64);
        Assert.Equal(["l.weight float64 [5, 20]", "l.recurrent float64 [5, 20]", "l.bias float64 [20]"], orthogonal.Parameters.Select(cell => cell.ToString()));
        Tensor gate = orthogonal.Recurrent.Value[.., 5..10];
        Near(Tensor.Eye(Size, DType.Float64).Flatten().Numbers(), gate.Transpose().MatMul(gate).Flatten().Numbers(), 1e-12);
        Assert.Equal(
            ["g.weight float64 [4, 15]", "g.recurrent float64 [5, 15]", "g.bias float64 [15]", "g.recurrent_bias float64 [15]"], NewGru().Parameters.Select(cell => cell.ToString()));
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        Tensor wrong = Tensor.Zeros([Batch, Time, Inputs + 1], DType.Float64);
        Assert.Equal("lstm 'l': the inputs [3, 7, 5] are not [batch, time, 4]", Assert.Throws<TensorException>(() => NewLstm().Forward(wrong)).Message);
        Assert.Equal("gru 'g': the inputs [3, 7, 4] are not [batch, 4]", Assert.Throws<TensorException>(() => NewGru().Step(X(), State("h"))).Message);
        foreach ((LstmState state, string sizes) in new[] { (new LstmState(State("h"), Tensor.Zeros([Batch, 4], DType.Float64)), "[3, 4]"), (new LstmState(State("h"), Tensor.Zeros([1, Size], DType.Float64)), "[1, 5]") })
        {
            string expected = $"lstm 'l': the state {sizes} does not fit the inputs; it must be [3, 5], [batch, size]";
            Assert.Equal(expected, Assert.Throws<TensorException>(() => NewLstm().Run(X(), state)).Message);
            Assert.Equal(expected, Assert.Throws<TensorException>(() => NewLstm().Step(X()[.., 0], state)).Message);
        }
        Assert.Equal(
            "gru 'g': the state [3, 4] does not fit the inputs; it must be [3, 5], [batch, size]",
            Assert.Throws<TensorException>(() => NewGru().Run(X(), Tensor.Zeros([Batch, 4], DType.Float64))).Message);
    }
}
