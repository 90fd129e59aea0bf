namespace DeepPuzzles.Kernels.Tests;

public sealed class CopyTests
{
    private static readonly int[][] s_shapes = [[], [1], [0], [3, 0, 2], [7], [300], [1, 5], [5, 1], [6, 9], [2, 3, 4], [2, 1, 3, 1, 2], [20, 33], [2, 2, 2, 2, 2, 2, 2, 2]];

    // Every element of an output needs a place of its own.
    private static readonly Walk[] s_outputs = [Walk.Dense, Walk.Transposed, Walk.Sliced, Walk.Reversed];

    [Fact]
    public void Copy_fill_convert_and_select_agree_with_the_reference()
    {
        Device device = OnOpenCl.Ferry;
        foreach (int[] sizes in s_shapes)
        {
            foreach (Walk from in Sample.Walks)
            {
                foreach (Walk to in s_outputs)
                {
                    using var sample = new Sample();
                    View<float> x = sample.Numbers<float>(from, sizes);
                    View<double> wide = sample.Numbers<double>(from, sizes);
                    View<bool> mask = sample.Mask(Walk.Transposed, sizes);
                    Agree<float>(sample, to, sizes, (on, y) => on.Copy(x, y), device);
                    Agree<double>(sample, to, sizes, (on, y) => on.Copy(wide, y), device);
                    Agree<bool>(sample, to, sizes, (on, y) => on.Copy(mask, y), device);
                    Agree<int>(sample, to, sizes, (on, y) => on.Convert(x, y), device);
                    Agree<float>(sample, to, sizes, (on, y) => on.Convert(wide, y), device);
                    Agree<int>(sample, to, sizes, (on, y) => on.Fill(7, y), device);
                    Agree<float>(sample, to, sizes, (on, y) => on.Select(mask, x, x, y), device);
                }
            }
        }
    }

    private static void Agree<T>(Sample sample, Walk walk, int[] sizes, Action<Device, View<T>> verb, Device device)
        where T : unmanaged
    {
        // All of the memory: what lies between the elements must stay.
        View<T> expected = sample.Full(default(T), walk, sizes), actual = sample.Full(default(T), walk, sizes);
        verb(Sample.Reference, expected);
        verb(device, actual);
        Layout all = Layout.Contiguous([Sample.LayOut(walk, sizes).Memory]);
        Sample.Same(Sample.Values(new View<T>(expected.Buffer, all)), Sample.Values(new View<T>(actual.Buffer, all)));
    }
}
