using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>A classifier under attack: answers the questions about many images together, and counts for each image what it was asked.</summary>
internal sealed class AttackedModel(Func<Tensor, Tensor> logits, Tensor images)
{
    // So many images at once keep the processor busy; more only take memory.
    private const int LargestBatch = 512;

    private readonly int[] _shape = images.Shape.Sizes.ToArray();

    /// <summary>Runs each image's search to its end, all of them abreast: one that is done drops out.</summary>
    public void Drive(IReadOnlyList<Subject> subjects, Func<Subject, IEnumerable<Ask>> search)
    {
        List<IEnumerator<Ask>> live = [.. subjects.Select(subject => search(subject).GetEnumerator())];
        while ((live = [.. live.Where(one => one.MoveNext())]).Count > 0)
        {
            foreach (IGrouping<AskKind, Ask> group in live.Select(one => one.Current).GroupBy(ask => ask.Kind))
            {
                var batch = new List<Ask>();
                int rows = 0;
                foreach (Ask ask in group)
                {
                    if (rows > 0 && rows + ask.Points.Length > LargestBatch)
                    {
                        Answer(batch, rows, group.Key);
                        (batch, rows) = ([], 0);
                    }
                    batch.Add(ask);
                    rows += ask.Points.Length;
                }
                Answer(batch, rows, group.Key);
            }
        }
    }

    private void Answer(List<Ask> batch, int rows, AskKind kind)
    {
        using var scope = MemoryScope.Open();
        Tensor x = Points(batch, rows);
        foreach (Ask ask in batch) ask.Subject.Queries += ask.Points.Length;
        if (kind == AskKind.Logits)
        {
            Fill(batch, Checked(logits(x), rows));
            return;
        }
        (Tensor y, Func<Tensor, Tensor> pull) = Differentiation.Vjp(logits, x);
        int classes = Fill(batch, Checked(y, rows));
        if (kind == AskKind.Gradient)
        {
            double[][] slopes = [.. batch.Select(ask => Slope(ask, classes))];
            double[][] gradients = Pulled(slopes);
            for (int i = 0; i < batch.Count; i++) batch[i].Gradient = gradients[i];
            return;
        }
        foreach (Ask ask in batch) ask.Jacobian = new double[classes][];
        for (int k = 0; k < classes; k++)
        {
            double[] unit = new double[classes];
            unit[k] = 1;
            double[][] gradients = Pulled([.. batch.Select(_ => unit)]);
            for (int i = 0; i < batch.Count; i++) batch[i].Jacobian[k] = gradients[i];
        }

        double[][] Pulled(double[][] at)
        {
            foreach (Ask ask in batch) ask.Subject.Gradients++;
            using var one = MemoryScope.Open();
            return Rows(pull(Tensor.From([.. at.SelectMany(row => row)], [rows, classes]).To(y.DType).MoveTo(images.Device)), rows);
        }
    }

    private static double[] Slope(Ask ask, int classes)
    {
        ask.Loss!.Require(ask.Subject.Goal, classes);
        var slope = new double[classes];
        ask.Value = ask.Loss.At(ask.Logits[0], ask.Subject.Goal, slope);
        return slope;
    }

    private Tensor Points(List<Ask> batch, int rows)
    {
        int[] shape = [rows, .. _shape.AsSpan(1)];
        return images.DType == DType.Float32
            ? Tensor.From(Joined<float>(static (from, to) => Narrow(from, to)), shape, images.Device)
            : Tensor.From(Joined<double>(static (from, to) => from.CopyTo(to)), shape, images.Device);

        T[] Joined<T>(Action<ReadOnlySpan<double>, Span<T>> copy)
        {
            var all = new T[rows * images.Shape.Without(0).Elements];
            int place = 0;
            foreach (Ask ask in batch)
            {
                foreach (double[] point in ask.Points)
                {
                    copy(point, all.AsSpan(place, point.Length));
                    place += point.Length;
                }
            }
            return all;
        }
    }

    private static void Narrow(ReadOnlySpan<double> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++) to[i] = (float)from[i];
    }

    private static int Fill(List<Ask> batch, Tensor y)
    {
        double[][] all = Rows(y, y.Shape[0]);
        int row = 0;
        foreach (Ask ask in batch)
        {
            ask.Logits = all[row..(row + ask.Points.Length)];
            row += ask.Points.Length;
            Require(ask.Subject.Goal, y.Shape[1]);
        }
        return y.Shape[1];
    }

    /// <summary>Refuses a goal that names no class.</summary>
    public static void Require(AttackGoal goal, int classes)
    {
        if (goal.Label < 0 || goal.Label >= classes) throw new TensorException($"attack: class {goal.Label} of {classes}; classes go from 0 to {classes - 1}");
    }

    /// <summary>The logits as they are, if that is what they are.</summary>
    public static Tensor Checked(Tensor y, int rows) => y.Rank == 2 && y.Shape[0] == rows && y.Shape[1] >= 2 && y.DType.IsFloat()
        ? y
        : throw new TensorException($"attack: the classifier gives {y.DType.Name()} {y.Shape} for {rows} images; it must give float logits [{rows}, classes] of at least 2 classes");

    private static double[][] Rows(Tensor x, int rows)
    {
        int width = x.Count / rows;
        var all = new double[rows][];
        if (x.DType == DType.Float64) Split<double>(static (from, to) => from.CopyTo(to));
        else Split<float>(static (from, to) => Widen(from, to));
        return all;

        void Split<T>(Action<ReadOnlySpan<T>, Span<double>> copy)
            where T : unmanaged
        {
            T[] numbers = x.ToArray<T>();
            for (int row = 0; row < rows; row++) copy(numbers.AsSpan(row * width, width), all[row] = new double[width]);
        }
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int i = 0; i < to.Length; i++) to[i] = from[i];
    }
}
