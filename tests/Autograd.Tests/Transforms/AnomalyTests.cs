using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>The first number that is not finite is found, in either pass, with the op and the line that made it.</summary>
public sealed partial class AnomalyTests
{
    private static Tensor Logarithm(Tensor x, out int line)
    {
        line = Here() + 1;
        return x.Log();
    }

    private static Tensor Root(Tensor x, out int line)
    {
        line = Here() + 1;
        return x.Sqrt();
    }

    private static int Here([CallerLineNumber] int line = 0) => line;

    private static string Message(Action action)
    {
        using Anomalies.Scope scope = Anomalies.Detect();
        return Assert.Throws<TensorException>(action).Message;
    }

    private static int LineOf(string message)
    {
        Match match = Place().Match(message);
        Assert.True(match.Success, message);
        return int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"AnomalyTests\.cs:(\d+)")]
    private static partial Regex Place();

    [Fact]
    public void Forward_the_op_its_inputs_and_the_line_are_named()
    {
        int line = 0;
        string infinite = Message(() => Logarithm(Tensor.From([1.0, 0, 3, 4, 5, 6], [2, 3]), out line));
        Assert.StartsWith("anomaly: forward: 'log' of [2, 3] gives infinity; it was called at ", infinite, StringComparison.Ordinal);
        Assert.Equal(line, LineOf(infinite));
        Assert.Contains("'log' of [1] gives NaN", Message(() => Logarithm(Tensor.From(-1f), out _)), StringComparison.Ordinal);
        Assert.Contains("'divide' of [2], [2] gives NaN", Message(() => _ = Tensor.From(0.0, 1) / Tensor.From(0.0, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_s_own_lines_are_no_answer()
    {
        var net = new DeepPuzzles.Learning.Mlp([2, 2], DeepPuzzles.Learning.Activation.Relu, DeepPuzzles.Learning.Initialiser.He, new RandomStream(1, "net"));
        int line = Here() + 1;
        string message = Message(() => net.Forward(Tensor.Full([1, 2], 3e38) * 2));
        Assert.Equal(line, LineOf(message));
        Assert.Contains("'scale'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_were_not_finite_before_are_named()
    {
        string message = Message(() => _ = Tensor.From(1.0, 2) + Tensor.From(double.NaN, 1));
        Assert.Contains("'add' of [2], [2] gives NaN, where input 1 already held NaN; it was called at", message, StringComparison.Ordinal);
    }

    /// <summary>It is no fault to hand an infinity on, but to make one, or a NaN of one.</summary>
    [Fact]
    public void An_infinity_that_is_put_in_on_purpose_may_pass_on()
    {
        Tensor x = Tensor.From(new[,] { { 1.0, 2 }, { 3, 4 } }).Track();
        using (Anomalies.Detect())
        {
            Tensor y = DeepPuzzles.Learning.Attention.ScaledDotProduct(x, x, x, causal: true);
            Assert.NotEqual(0, y.Sum().Backward()[x][0, 0].Item());
        }
        Assert.Contains("gives NaN", Message(() => _ = Tensor.Scalar(double.NegativeInfinity) * 0), StringComparison.Ordinal);

        // So one that is made beside it is not seen; alone it is.
        using (Anomalies.Detect()) Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], (Tensor.From(double.PositiveInfinity, 1e300) * 1e300).ToArray<double>());
        Assert.Contains("'scale' of [1] gives infinity", Message(() => _ = Tensor.From(1e300) * 1e300), StringComparison.Ordinal);
        Assert.Contains("gives NaN, where input 0 already held infinity", Message(() => _ = Tensor.From(double.PositiveInfinity, 1) - Tensor.From(double.PositiveInfinity, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_the_op_whose_rule_fired_and_the_line_that_made_it_are_named()
    {
        int line = 0;
        string message = Message(() =>
        {
            Tensor root = Root(Tensor.From(0.0, 1).Track(), out line);             // finite, but its slope is not
            root.Sum().Backward();
        });
        Assert.StartsWith("anomaly: backward: in the rule of 'sqrt' of [2] 'divide' of [2], [2] gives infinity; 'sqrt' was called at ", message, StringComparison.Ordinal);
        Assert.Equal(line, LineOf(message));
    }

    [Fact]
    public void Forward_mode_and_the_sum_of_gradients_are_watched_too()
    {
        Tensor x = Tensor.From(0.0, 1);
        Assert.StartsWith("anomaly: forward mode: in the rule of 'sqrt' of [2]", Message(() => Jvp(z => z.Sqrt(), x, x + 1)), StringComparison.Ordinal);
        string sum = Message(() =>
        {
            Tensor large = Tensor.From(1f).Track(), once = large * 1;
            Tensor y = (once * 3e38) * 1e-38 + (once * 3e38) * 1e-38;
            y.Backward(Tensor.From(1e38f));
        });
        Assert.StartsWith("anomaly: backward: between two rules 'add' of [1], [1] gives infinity; the pass was started at ", sum, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_from_before_is_said_to_be_one()
    {
        Tensor root = Tensor.From(0.0).Track().Sqrt();
        Assert.EndsWith("'sqrt' was called at a line before Anomalies.Detect()", Message(() => root.Backward()), StringComparison.Ordinal);
    }

    [Fact]
    public void Second_derivatives_and_recomputed_functions_are_watched()
    {
        Assert.Contains("backward: in the rule of", Message(() => Gradient(Gradient(z => z.Pow(1.5).Sum()))(Tensor.From(0.0))), StringComparison.Ordinal);
        Assert.Contains("in the rule of 'sqrt'", Message(() => Recompute(z => z.Sqrt(), Tensor.From(0.0).Track()).Backward()), StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_with_its_scope_and_is_for_one_thread()
    {
        Assert.False(Anomalies.IsOn);
        using (Anomalies.Detect())
        {
            using (Anomalies.Detect()) Assert.True(Anomalies.IsOn);
            Assert.True(Anomalies.IsOn);
            bool elsewhere = true;
            var thread = new Thread(() => elsewhere = Anomalies.IsOn);
            thread.Start();
            thread.Join();
            Assert.False(elsewhere);
            Tensor x = Tensor.From(1.0, 2).Track();
            Assert.Equal([2, 4], x.Square().Sum().Backward()[x].ToArray<double>());         // what is finite passes, and nothing else changes
            Assert.Equal([0, 3], Tensor.Zeros([0, 3]).Exp().Shape);
            Assert.Equal(1, Tensor.From(1.0, 2).Less(2).To(DType.Int32).Sum().Item());
        }
        Assert.False(Anomalies.IsOn);
        Assert.True(double.IsNaN(Tensor.From(-1.0).Log().Item()));
    }

    [Fact]
    public void After_a_throw_the_former_state_is_back()
    {
        using (Anomalies.Detect()) Assert.Throws<TensorException>(() => Tensor.From(0.0).Track().Sqrt().Backward());
        Assert.False(Anomalies.IsOn);
        Tensor x = Tensor.From(0.0).Track();
        Assert.Equal(double.PositiveInfinity, x.Sqrt().Backward()[x].Item());
    }
}
