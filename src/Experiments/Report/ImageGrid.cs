namespace DeepPuzzles.Experiments.Reporting;

/// <summary>A small image, row by row from the top: grey for pictures, diverging for perturbations. What is not finite is drawn as the middle of the map.</summary>
public sealed record ImageTile(double[] Pixels, int Width, int Height, string Caption = "")
{
    public ColourMap Map { get; init; } = ColourMap.Grey;
    public double Min { get; init; }
    public double Max { get; init; } = 1;

    internal byte[] ToPng()
    {
        if (Pixels.Length != (long)Width * Height)
            throw new ArgumentException($"image tile \"{Caption}\": {Width} by {Height} pixels need {(long)Width * Height} numbers, got {Pixels.Length}");
        bool grey = Map == ColourMap.Grey;
        var samples = new byte[Pixels.Length * (grey ? 1 : 3)];
        for (int i = 0; i < Pixels.Length; i++)
        {
            double t = (Pixels[i] - Min) / (Max - Min);
            var colour = Colours.At(Map, double.IsFinite(t) ? t : 0.5);
            if (grey) samples[i] = colour.R;
            else (samples[3 * i], samples[3 * i + 1], samples[3 * i + 2]) = (colour.R, colour.G, colour.B);
        }
        return Png.Encode(samples, Width, Height, grey ? 1 : 3);
    }
}

/// <summary>Images in rows of <c>Columns</c>, with heads and captions; null leaves a place empty. Maps other than grey get a colour bar.</summary>
public sealed record ImageGrid(string Name, string Title, string Caption, IReadOnlyList<ImageTile?> Tiles, int Columns) : Figure(Name, Title, Caption)
{
    private const double Gap = 10, WidestHead = 96, LargestTile = 128;

    public IReadOnlyList<string> RowHeads { get; init; } = [];
    public IReadOnlyList<string> ColumnHeads { get; init; } = [];

    /// <summary>What the colours of the tiles that are not grey measure, with its unit.</summary>
    public string ValueTitle { get; init; } = "";

    internal override Drawing Draw(double width)
    {
        var canvas = new Canvas();
        int columns = Math.Max(1, Columns);
        double left = RowHeads.Count == 0 ? 0 : 10 + Math.Min(WidestHead, RowHeads.Max(h => TextFit.Width(h, TextFit.TickSize)));
        double tile = Math.Min(LargestTile, (width - left - Gap * (columns - 1)) / columns), y = 0;
        for (int c = 0; c < Math.Min(columns, ColumnHeads.Count); c++)
            y = Math.Max(y, canvas.Lines(TextFit.Wrap(ColumnHeads[c], tile, TextFit.TickSize, 3), left + c * (tile + Gap) + tile / 2, 0, TextFit.TickSize, "tick soft mid"));
        if (y > 0) y += 6;
        for (int first = 0; first < Tiles.Count; first += columns)
        {
            if (first / columns < RowHeads.Count)
            {
                var head = TextFit.Wrap(RowHeads[first / columns], left - 10, TextFit.TickSize, 4);
                canvas.Lines(head, 0, y + Math.Max(0, (tile - head.Lines.Count * TextFit.TickSize * TextFit.LineHeight) / 2), TextFit.TickSize, "tick soft");
            }
            double captions = 0;
            for (int c = 0; c < columns && first + c < Tiles.Count; c++)
                if (Tiles[first + c] is { } image)
                    captions = Math.Max(captions, Tile(canvas, image, left + c * (tile + Gap), y, tile));
            y += tile + captions + Gap;
        }
        if (Tiles.Count == 0) y += canvas.Lines(TextFit.Wrap("no images", width, TextFit.LabelSize, 1), 0, y, TextFit.LabelSize, "soft") + Gap;
        foreach (var key in Tiles.OfType<ImageTile>().Where(t => t.Map != ColourMap.Grey && t.Min < t.Max).Select(t => (t.Map, t.Min, t.Max)).Distinct())
            y += ColourBar.Draw(canvas, key.Map, key.Min, key.Max, ValueTitle, left - 12 + (left > 0 ? 0 : 12), y, width - left) + 6;
        return canvas.Finish(width, Math.Max(1, y - 6));
    }

    /// <summary>Returns the height of the caption.</summary>
    private static double Tile(Canvas canvas, ImageTile image, double x, double y, double side)
    {
        double scale = side / Math.Max(image.Width, image.Height), w = image.Width * scale, h = image.Height * scale;
        double left = x + (side - w) / 2, top = y + (side - h) / 2;
        canvas.Image(left, top, w, h, image.ToPng(), image.Caption).Rect(left, top, w, h, "edge");
        var caption = TextFit.Wrap(image.Caption, side + Gap - 4, TextFit.TickSize, 3);
        return caption.Lines.Count == 0 ? 0 : 4 + canvas.Lines(caption, x + side / 2, y + side + 4, TextFit.TickSize, "tick mid");
    }
}
