using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>The places of an image's pixels as a pattern network sees them: of each pixel x, y, the distance from the centre, and 1.</summary>
public sealed class PatternGrid
{
    /// <summary>How many numbers a network is told of a pixel.</summary>
    public const int InputCount = 4;

    private readonly double[][] _inputs;

    private PatternGrid(int width, int height, bool indices)
    {
        if (width < 1 || height < 1) throw new TensorException($"pattern grid: {width} by {height} pixels; each side is at least 1");
        (Width, Height) = (width, height);
        _inputs = [.. Enumerable.Range(0, InputCount).Select(_ => new double[width * height])];
        for (int i = 0; i < width * height; i++)
        {
            (int column, int row) = (i % width, i / width);
            (double x, double y) = (Centred(column, width), Centred(row, height));
            (_inputs[0][i], _inputs[1][i], _inputs[2][i], _inputs[3][i]) = (indices ? column : x, indices ? row : y, Math.Sqrt(x * x + y * y), 1);
        }

        static double Centred(int at, int size) => size == 1 ? 0 : 2.0 * at / (size - 1) - 1;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>x and y from -1 to 1, from the left and from the top: the same pattern at any size (Stanley 2007).</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    public static PatternGrid Centred(int width, int height) => new(width, height, indices: false);

    /// <summary>x and y as the pixels are numbered, from 0, and only the distance on the grid from -1 to 1: as in the code of Nguyen et al. for grey
    /// images.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    public static PatternGrid Numbered(int width, int height) => new(width, height, indices: true);

    // One input of all pixels, row by row.
    internal double[] Input(int index) => _inputs[index];
}
