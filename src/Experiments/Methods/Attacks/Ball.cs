using System.Numerics;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>The images in [0, 1] that are no farther than ε from one image. All of its points are new arrays.</summary>
internal sealed class Ball(double[] image, AttackNorm norm, double epsilon)
{
    /// <summary>x a step nearer to a smaller loss: against the signs of the gradient for L∞, against its direction for L2; then back into the
    /// ball. Nowhere without a gradient.</summary>
    public double[] Step(double[] x, double[] gradient, double size)
    {
        double largest = Largest(gradient);
        var moved = new double[x.Length];
        if (!(largest > 0) || !double.IsFinite(largest))
        {
            x.CopyTo(moved, 0);
        }
        else if (norm == AttackNorm.L2)
        {
            double squares = 0;
            foreach (double g in gradient) squares += g / largest * (g / largest);
            double scale = size / (largest * Math.Sqrt(squares));
            for (int i = 0; i < moved.Length; i++) moved[i] = x[i] - scale * gradient[i];
        }
        else
        {
            // Signs are as good as random: a branch on them would be guessed wrong half of the time.
            int i = 0;
            for (; i <= moved.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var g = new Vector<double>(gradient, i);
                (new Vector<double>(x, i) - Vector.ConditionalSelect(Vector.Equals(g, Vector<double>.Zero), Vector<double>.Zero, Vector.CopySign(new Vector<double>(size), g))).CopyTo(moved, i);
            }
            for (; i < moved.Length; i++) moved[i] = x[i] - (gradient[i] == 0 ? 0 : Math.CopySign(size, gradient[i]));
        }
        return Project(moved);
    }

    /// <summary>In place: for L∞ the nearest point of the ball; for L2 towards the image onto the sphere and then into the box, which never leads
    /// away from an image in the box.</summary>
    public double[] Project(double[] x)
    {
        if (norm == AttackNorm.L2)
        {
            double length = Length(x, image);
            double scale = length > epsilon ? epsilon / length : 1;
            if (scale < 1)
            {
                for (int i = 0; i < x.Length; i++) x[i] = image[i] + scale * (x[i] - image[i]);
            }
        }
        else
        {
            int i = 0;
            var radius = new Vector<double>(epsilon);
            for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var centre = new Vector<double>(image, i);
                Vector.Min(Vector.Max(new Vector<double>(x, i), centre - radius), centre + radius).CopyTo(x, i);
            }
            for (; i < x.Length; i++) x[i] = Math.Min(Math.Max(x[i], image[i] - epsilon), image[i] + epsilon);
        }
        return Boxed(x);
    }

    private static double[] Boxed(double[] x)
    {
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
            Vector.Min(Vector.Max(new Vector<double>(x, i), Vector<double>.Zero), Vector<double>.One).CopyTo(x, i);
        for (; i < x.Length; i++) x[i] = Math.Min(Math.Max(x[i], 0), 1);
        return x;
    }

    /// <summary>A point drawn evenly from the ball, then moved into the box.</summary>
    public double[] Draw(RandomStream random)
    {
        int n = image.Length;
        if (norm == AttackNorm.LInf) return Project([.. random.HostUniform(n).Select((u, i) => image[i] + epsilon * (2 * u - 1))]);
        double[] direction = Normal(random, n);
        double scale = epsilon * Math.Pow(random.NextDouble(), 1.0 / n) / Math.Sqrt(direction.Sum(z => z * z));
        return Project([.. direction.Select((z, i) => image[i] + scale * z)]);
    }

    public static double[] Normal(RandomStream random, int count)
    {
        using var scope = MemoryScope.Open();
        return random.Normal([count], dtype: DType.Float64).ToArray<double>();
    }

    public static double Length(double[] x, double[] from)
    {
        double squares = 0;
        for (int i = 0; i < x.Length; i++) squares += (x[i] - from[i]) * (x[i] - from[i]);
        return Math.Sqrt(squares);
    }

    private static double Largest(double[] gradient)
    {
        double largest = 0;
        foreach (double g in gradient)
        {
            if (!(Math.Abs(g) <= largest)) largest = Math.Abs(g);       // NaN stays
            if (double.IsNaN(largest)) break;
        }
        return largest;
    }
}
