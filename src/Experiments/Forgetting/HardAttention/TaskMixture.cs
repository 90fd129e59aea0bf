using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Eight tasks that differ in kind, as the paper's eight data sets do: the classes in five pairs, all of them turned by 90° and by 180°, and handwritten digits of 8 × 8
/// pixels, enlarged to the size of the others.</summary>
internal static class TaskMixture
{
    /// <summary>How many of the tasks are groups of classes.</summary>
    public const int Pairs = 5;

    private static readonly double[] s_turns = [90, 180];

    /// <summary>The tasks in random order, task-incremental.</summary>
    /// <param name="lab">The device.</param>
    /// <param name="train">What is learned from, standardised, [n, channels·height·width].</param>
    /// <param name="test">What is asked, standardised alike.</param>
    /// <param name="size">Rows and columns of those images.</param>
    /// <param name="most">Images to learn from, per task.</param>
    /// <param name="onValidation">Whether the digits that are asked are validation images too.</param>
    /// <param name="order">Shuffles classes and tasks.</param>
    public static TaskStream Of(Lab lab, LabelledImages train, LabelledImages test, (int Rows, int Columns) size, int most, bool onValidation, RandomStream order)
    {
        int[][] pairs = [.. order.Permutation(lab.Data.Classes).Chunk(Math.Max(1, lab.Data.Classes / Pairs)).Take(Pairs)];
        int[] all = [.. Enumerable.Range(0, lab.Data.Classes)];
        DataSet digits = DataSource.Load(new DataRequest(DataCatalog.Digits.Name));
        TaskData[] tasks =
        [
            .. pairs.Select(classes => new TaskData(string.Join(", ", classes), First(Only(train, classes), most), Only(test, classes), classes)),
            .. s_turns.Select(degrees => new TaskData(FormattableString.Invariant($"turned by {degrees}°"), Turned(First(train, most), degrees), Turned(test, degrees), all)),
            Digits(),
        ];
        return new(Scenario.TaskIncremental, [.. order.Permutation(tasks.Length).Select(place => tasks[place])]);

        LabelledImages Only(LabelledImages images, int[] classes) =>
            Rows(images, [.. images.Labels.ToArray<int>().Index().Where(label => classes.Contains(label.Item)).Select(label => label.Index)]);

        LabelledImages Turned(LabelledImages images, double degrees) => new(Rotation.Turn(images.Images, size.Rows, size.Columns, degrees), images.Labels);

        TaskData Digits()
        {
            Tensor learned = Enlarged(digits.Train), asked = Enlarged(onValidation ? digits.Validation : digits.Test);
            double mean = learned.Mean().Item(), scale = 1 / learned.StandardDeviation().Item();
            return new("digits", First(new((learned - mean) * scale, lab.Labels(digits.Train)), most),
                new((asked - mean) * scale, lab.Labels(onValidation ? digits.Validation : digits.Test)), [.. Enumerable.Range(0, digits.Classes)]);
        }

        // The nearest pixel, the same in each channel.
        Tensor Enlarged(ImageSet images)
        {
            int plane = size.Rows * size.Columns;
            int[] from = [.. Enumerable.Range(0, lab.Data.Channels * plane).Select(i =>
                i % plane / size.Columns * digits.Height / size.Rows * digits.Width + i % size.Columns * digits.Width / size.Columns)];
            return lab.Images(images).Rows(Tensor.From(from, [from.Length], lab.Device), axis: 1);
        }
    }

    private static LabelledImages First(LabelledImages images, int count) => images.Count <= count ? images : Rows(images, [.. Enumerable.Range(0, count)]);

    private static LabelledImages Rows(LabelledImages images, int[] rows)
    {
        var chosen = Tensor.From(rows, [rows.Length], images.Images.Device);
        return new(images.Images.Rows(chosen), images.Labels.Rows(chosen));
    }
}
