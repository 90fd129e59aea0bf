namespace DeepPuzzles.Kernels.Tests;

public sealed class LayoutTests
{
    public static TheoryData<int[], int[]> SizesAndStrides => new()
    {
        { [], [] }, { [5], [1] }, { [5], [0] }, { [5], [-1] }, { [1], [7] }, { [2, 3], [3, 1] }, { [2, 3], [1, 2] }, { [2, 3], [0, 1] }, { [2, 3], [4, 1] },
        { [1, 3], [9, 1] }, { [2, 1, 3], [3, 5, 1] }, { [2, 2, 2], [4, 2, 1] }, { [2, 2, 2], [0, 0, 0] }, { [0, 3], [1, 1] }, { [1, 1], [0, 0] }, { [4, 2, 3], [0, 3, 1] }, { [4, 2, 3], [0, 0, 1] }, { [4, 2, 3], [3, 0, 1] }, { [4, 3], [1, 0] },
    };

    [Theory]
    [MemberData(nameof(SizesAndStrides))]
    public void What_a_layout_tells_follows_from_where_its_elements_lie(int[] sizes, int[] strides)
    {
        const int Offset = 3;
        var layout = new Layout(sizes, strides, Offset);
        int[] places = [.. Places(sizes, strides)];
        Assert.Equal(places.Length, layout.Count);
        Assert.Equal(places.SequenceEqual(Enumerable.Range(0, places.Length)), layout.IsContiguous);
        Assert.Equal(Enumerable.Range(1, places.Length).FirstOrDefault(period => places.Select((place, i) => place == i % period).All(holds => holds)), layout.Period);
        Assert.Equal(sizes, layout.Sizes.ToArray());
        Assert.Equal(strides, layout.Strides.ToArray());
        Assert.Equal((sizes.Length, Offset), (layout.Rank, layout.Offset));
        Assert.Equal(layout, new Layout(sizes, strides, Offset));
        Assert.NotEqual(layout, new Layout(sizes, strides, Offset + 1));
    }

    private static IEnumerable<int> Places(int[] sizes, int[] strides) => sizes.Length == 0
        ? [0]
        : from i in Enumerable.Range(0, sizes[0]) from rest in Places(sizes[1..], strides[1..]) select i * strides[0] + rest;

    [Fact]
    public void The_default_is_the_layout_of_a_single_number()
    {
        Assert.Equal(Layout.Contiguous([]), default);
        Assert.Equal((0, 0, 1, true), (default(Layout).Rank, default(Layout).Offset, default(Layout).Count, default(Layout).IsContiguous));
    }

    [Fact]
    public void A_layout_that_comes_up_again_costs_no_memory()
    {
        Layout first = Layout.Contiguous([17, 19, 23]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Layout second = Layout.Contiguous([17, 19, 23]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Threads_that_make_the_same_layouts_at_once_agree()
    {
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                int size = 1 + i % 5000;
                var layout = new Layout([size, 2], [2, 1], i);
                Assert.Equal((2 * size, i, size), (layout.Count, layout.Offset, layout.Sizes[0]));
            }
        });
    }
}
