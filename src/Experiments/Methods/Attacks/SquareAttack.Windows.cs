using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

// The random perturbations of one image.
public sealed partial class SquareAttack
{
    private sealed class Windows
    {
        private readonly RandomStream _random;
        private readonly double[] _image;
        private readonly Ball _ball;
        private readonly double _epsilon;
        private readonly bool _isL2;
        private readonly int _channels, _height, _width;

        // For L2 the first perturbation is tiled with patterns a fifth of the image wide (the authors' choice).
        private const int Tiles = 5;

        public Windows(Subject subject, Ball ball, double epsilon, AttackNorm norm, int? width)
        {
            (_random, _image, _ball, _epsilon, _isL2) = (subject.Random, subject.Image, ball, epsilon, norm == AttackNorm.L2);
            Shape shape = subject.Shape;
            (_channels, _height, _width) = shape.Rank switch
            {
                <= 1 when width is int w && _image.Length % w == 0 => (1, _image.Length / w, w),
                <= 1 when width is null => (1, 1, _image.Length),
                2 => (1, shape[0], shape[1]),
                3 => (shape[0], shape[1], shape[2]),
                _ => throw new TensorException($"square attack: an image {shape}, width {width?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not given"}; it needs [height, width], [channels, height, width], or a vector of rows of that width"),
            };
        }

        private int Count(int length) => _random.Next(length);

        private double Sign() => _random.NextDouble() < 0.5 ? -1 : 1;

        private int Place(int channel, int row, int column) => (channel * _height + row) * _width + column;

        /// <summary>L∞: vertical stripes of ±ε. L2: a tiling of patterns.</summary>
        public double[] First()
        {
            double[] x = [.. _image], change = new double[_image.Length];
            if (_isL2)
            {
                int rows = Math.Max(_height / Tiles, 1), columns = Math.Max(_width / Tiles, 1);
                for (int c = 0; c < _channels; c++)
                    for (int top = 0; top + rows <= _height; top += rows)
                        for (int left = 0; left + columns <= _width; left += columns)
                            Stamp(change, c, top, left, rows, columns, Sign());
                double length = Math.Sqrt(change.Sum(r => r * r));
                for (int i = 0; i < x.Length; i++) x[i] += _epsilon * change[i] / length;
                return _ball.Project(x);
            }
            for (int c = 0; c < _channels; c++)
            {
                for (int column = 0; column < _width; column++)
                {
                    double r = _epsilon * Sign();
                    for (int row = 0; row < _height; row++) x[Place(c, row, column)] += r;
                }
            }
            return _ball.Project(x);
        }

        /// <summary>Another perturbation, which differs from this one in a window of that share of the pixels.</summary>
        public double[] Next(double[] from, double share)
        {
            (int rows, int columns) = Size(share);
            if (_isL2) return Moved(from, rows, columns);
            double[] x = [.. from];
            for (int draw = 0; draw <= Redraws; draw++)
            {
                (int top, int left) = (Count(_height - rows + 1), Count(_width - columns + 1));
                x = [.. from];
                for (int c = 0; c < _channels; c++)
                {
                    double r = _epsilon * Sign();
                    for (int row = top; row < top + rows; row++)
                        for (int column = left; column < left + columns; column++)
                            x[Place(c, row, column)] = _image[Place(c, row, column)] + r;
                }
                _ball.Project(x);
                if (!x.AsSpan().SequenceEqual(from)) break;
            }
            return x;
        }

        // A square where the image is high enough, else as many columns more.
        private (int Rows, int Columns) Size(double share)
        {
            double pixels = share * _height * _width;
            int side = Math.Max((int)Math.Round(Math.Sqrt(pixels)), 1), rows = Math.Min(side, _height);
            return (rows, Math.Clamp(rows < side ? (int)Math.Round(pixels / rows) : side, 1, _width));
        }

        // Alg. 3 of the paper, but for the windows (see the remarks on SquareAttack): one window gives up its share of ε², another takes it, with what was not used, in the shape of a pattern.
        private double[] Moved(double[] from, int rows, int columns)
        {
            (int top, int left) = (Count(_height - rows + 1), Count(_width - columns + 1));
            (int topGiving, int leftGiving) = (Count(_height - rows + 1), Count(_width - columns + 1));
            double[] change = [.. from.Select((pixel, i) => pixel - _image[i])], x = new double[from.Length];
            double unused = Math.Max(_epsilon * _epsilon - change.Sum(r => r * r), 0);
            for (int c = 0; c < _channels; c++)
            {
                double[] pattern = new double[change.Length];
                Stamp(pattern, c, top, left, rows, columns, Sign());
                double own = 0, given = 0, size = 0, squares = 0;
                Over(c, topGiving, leftGiving, i => given += change[i] * change[i]);
                Over(c, top, left, i => (own, size) = (own + change[i] * change[i], size + pattern[i] * pattern[i]));
                // Where the windows overlap their squares count once.
                double both = own + given;
                Over(c, top, left, i => both -= Inside(i, topGiving, leftGiving) ? change[i] * change[i] : 0);
                Over(c, top, left, i => pattern[i] = pattern[i] / Math.Sqrt(size) + (own > 0 ? change[i] / Math.Sqrt(own) : 0));
                Over(c, top, left, i => squares += pattern[i] * pattern[i]);
                if (!(squares > 0)) continue;
                Over(c, topGiving, leftGiving, i => change[i] = 0);
                Over(c, top, left, i => change[i] = pattern[i] * Math.Sqrt((both + unused / _channels) / squares));
            }
            for (int i = 0; i < x.Length; i++) x[i] = _image[i] + change[i];
            return _ball.Project(x);

            void Over(int channel, int first, int start, Action<int> visit)
            {
                for (int row = first; row < first + rows; row++)
                    for (int column = start; column < start + columns; column++) visit(Place(channel, row, column));
            }

            bool Inside(int i, int first, int start)
            {
                int row = i / _width % _height, column = i % _width;
                return row >= first && row < first + rows && column >= start && column < start + columns;
            }
        }

        // Two concentric pyramids side by side, one up, one down (eq. 2 of the paper): 1/m² added for each ring that a pixel lies inside of. A
        // window one pixel wide has one. Here the halves are not scaled to the same length, only both together are.
        private void Stamp(double[] into, int channel, int top, int left, int rows, int columns, double sign)
        {
            bool across = columns > 1 && (rows == 1 || Sign() > 0);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    (int along, int length, int beside, int breadth) = across ? (column, columns, row, rows) : (row, rows, column, columns);
                    int half = length / 2;
                    bool second = along >= half && half > 0;
                    double value = Pyramid(second ? along - half : along, half == 0 ? length : second ? length - half : half, beside, breadth);
                    into[Place(channel, top + row, left + column)] = sign * (second ? -value : value);
                }
            }
        }

        private static double Pyramid(int along, int length, int beside, int breadth)
        {
            int rings = Math.Max(length, breadth) / 2, ring = Math.Max(Math.Abs(along - length / 2), Math.Abs(beside - breadth / 2));
            double height = 0;
            for (int m = ring; m <= rings; m++) height += 1.0 / ((m + 1) * (m + 1));
            return height;
        }
    }
}
