using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary><c>result.json</c>: a puzzle's result for people and other programs. The figures stand beside it.</summary>
public static class ResultFile
{
    private const string What = "a result";

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(RunResult result) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schema", RunResult.SchemaVersion);
        json.WriteString("experiment", result.Run.Experiment);
        json.WriteString("title", result.Title);
        json.WriteString("mode", result.Run.Mode);
        json.Integers("seeds", result.Seeds);
        json.WriteInputs(result.Run);
        json.WriteNumber("threads", result.Threads);
        json.WriteString("version", result.Run.Version);
        json.WriteString("commit", result.Run.Commit);
        json.WriteString("startedUtc", result.StartedUtc);
        json.Number("seconds", result.Seconds);
        json.WriteStartArray("claims");
        foreach (Claim claim in result.Claims) json.WriteClaim(claim);
        json.WriteEndArray();
        json.WriteStartObject("series");
        foreach ((string name, double[][] seeds) in result.Series.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            json.Rows(name, seeds);
        }
        json.WriteEndObject();
        json.WriteStartArray("figures");
        foreach (FigureFile figure in result.Figures)
        {
            json.WriteStartObject();
            json.WriteString("file", figure.File);
            json.WriteString("caption", figure.Caption);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Reads a result and the figures beside it; a figure that is gone has no text.</summary>
    /// <exception cref="ResultException">The file is missing or broken.</exception>
    public static RunResult Read(string path) => JsonText.Read(path, What, file =>
    {
        if (file.GetProperty("schema").GetInt32() != RunResult.SchemaVersion) throw new FormatException("another version of the format");
        return new RunResult
        {
            Run = FingerprintJson.Read(file),
            Title = file.Text("title"),
            Seeds = [.. file.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt64())],
            Threads = file.GetProperty("threads").GetInt32(),
            StartedUtc = file.GetProperty("startedUtc").GetDateTime().ToUniversalTime(),
            Seconds = file.Number("seconds"),
            Claims = [.. file.GetProperty("claims").EnumerateArray().Select(ClaimJson.ReadClaim)],
            Series = file.GetProperty("series").EnumerateObject().ToDictionary(
                series => series.Name, series => series.Value.EnumerateArray().Select(JsonText.Numbers).ToArray(), StringComparer.Ordinal),
            Figures = [.. file.GetProperty("figures").EnumerateArray().Select(figure =>
                new FigureFile(figure.Text("file"), figure.Text("caption"), Svg(path, figure.Text("file"))))],
        };
    });

    // Only names of files beside the result are followed: a result from elsewhere may name anything.
    private static string Svg(string path, string file)
    {
        string beside = Path.Join(Path.GetDirectoryName(path), file);
        return Path.GetFileName(file) == file && File.Exists(beside) ? File.ReadAllText(beside) : "";
    }
}
