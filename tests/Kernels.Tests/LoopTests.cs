namespace DeepPuzzles.Kernels.Tests;

public sealed class LoopTests
{
    private static readonly int[][] Shapes = [[], [1], [0], [5], [2, 3], [1, 3, 1], [2, 0, 3], [4, 3, 2], [2, 2, 2, 2, 2, 2, 2, 2], [3, 1, 5, 1, 2]];

    [Fact]
    public void A_loop_visits_the_elements_of_every_operand_in_row_major_order()
    {
        foreach (int[] sizes in Shapes)
        {
            foreach (Walk first in Sample.Walks)
            {
                foreach (Walk second in Sample.Walks)
                {
                    Layout[] layouts = [Sample.LayOut(first, sizes).Layout, Sample.LayOut(second, sizes).Layout, Layout.Contiguous(sizes)];
                    var loop = Loop.Over(layouts[0], layouts[1], layouts[2], layouts[1]);
                    for (int operand = 0; operand < layouts.Length; operand++)
                        Assert.Equal(Places(layouts[operand]), Visited(loop, operand));
                    Assert.Equal(Visited(loop, 1), Visited(loop, 3));
                }
            }
        }
    }

    [Fact]
    public void Dense_operands_are_one_row_and_a_broadcast_axis_splits_them()
    {
        var dense = Layout.Contiguous([4, 5, 6]);
        var loop = Loop.Over(dense, dense);
        Assert.Equal((1, 120, 1), (loop.Rows, loop.Row, (int)loop.Stride(0)));
        loop = Loop.Over(dense, new Layout([4, 5, 6], [0, 6, 1]));
        Assert.Equal((4, 30), (loop.Rows, loop.Row));
    }

    [Fact]
    public void A_layout_knows_its_count_and_whether_it_has_gaps()
    {
        Assert.Equal(1, Layout.Contiguous([]).Count);
        Assert.Equal(0, Layout.Contiguous([3, 0]).Count);
        Assert.True(Layout.Contiguous([3, 1, 4]).IsContiguous);
        Assert.True(new Layout([3, 1], [1, 99]).IsContiguous);
        Assert.False(new Layout([3, 4], [1, 3]).IsContiguous);
        Assert.False(new Layout([3, 4], [0, 1]).IsContiguous);
        Assert.True(new Layout([3, 4, 0], [5, 7, 2]).IsContiguous);
        Assert.Equal(new Layout([2, 3], [3, 1]), Layout.Contiguous([2, 3]));
        Assert.NotEqual(new Layout([2, 3], [3, 1], 1), Layout.Contiguous([2, 3]));
        Assert.Throws<ArgumentException>(() => new Layout([2, 3], [1]));
        Assert.Throws<ArgumentException>(() => new Layout(new int[9], new int[9]));
    }

    private static List<int> Visited(Loop loop, int operand)
    {
        var places = new List<int>();
        for (int row = 0; row < loop.Rows; row++)
            for (int i = 0; i < loop.Row; i++) places.Add((int)(loop.Start(operand, row) + i * loop.Stride(operand)));
        return places;
    }

    private static List<int> Places(Layout layout)
    {
        var places = new List<int>();
        for (int element = 0; element < layout.Count; element++)
        {
            int rest = element, place = 0;
            for (int axis = layout.Rank - 1; axis >= 0; axis--)
            {
                place += rest % layout.Sizes[axis] * layout.Strides[axis];
                rest /= layout.Sizes[axis];
            }
            places.Add(place);
        }
        return places;
    }
}
