using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public class TwoMoonsTests
{
    [Fact]
    public void Without_noise_each_class_lies_on_its_half_circle()
    {
        (Tensor points, int[] classes) = TwoMoons.Draw(new RandomStream(1, "moons"), 201, noise: 0);
        double[][] places = [.. points.To(DType.Float64).ToArray<double>().Chunk(2)];
        Assert.Equal(101, classes.Count(label => label == 0));
        for (int i = 0; i < places.Length; i++)
        {
            (double x, double y) = classes[i] == 0 ? (0.375, 0.4375) : (0.625, 0.5625);
            Assert.Equal(0.25, Math.Sqrt(Math.Pow(places[i][0] - x, 2) + Math.Pow(places[i][1] - y, 2)), 1e-6);
            Assert.True(classes[i] == 0 ? places[i][1] >= y - 1e-6 : places[i][1] <= y + 1e-6);
        }
    }

    [Fact]
    public void Neighbours_tell_the_moons_apart_and_no_point_leaves_the_square()
    {
        var stream = new RandomStream(2, "moons");
        (Tensor points, int[] classes) = TwoMoons.Draw(stream, 400);
        (Tensor fresh, int[] truth) = TwoMoons.Draw(stream, 400);
        Assert.NotEqual(points.ToArray<float>(), fresh.ToArray<float>());
        Assert.InRange(new NearestNeighbours(points, classes, 2).Predict(fresh).Zip(truth).Average(pair => pair.First == pair.Second ? 1.0 : 0), 0.97, 1);
        Assert.All(TwoMoons.Draw(stream, 400, noise: 1).Points.ToArray<float>(), place => Assert.InRange(place, 0, 1));
        Assert.Throws<TensorException>(() => TwoMoons.Draw(stream, 0));
        Assert.Throws<TensorException>(() => TwoMoons.Draw(stream, 1, double.NaN));
    }
}
