using System.Text.Encodings.Web;
using System.Text.Json;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>Rows as JSON: an array of {work, shape, threads, peer, ours, theirs, unit, ratio, spread}, spread = [lowest, highest] ratio of a round.</summary>
internal static class RowsJson
{
    // µ as it is.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, IEnumerable<Row> rows)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartArray();
        foreach (Row row in rows)
        {
            json.WriteStartObject();
            json.WriteString("work", row.Work);
            json.WriteString("shape", row.Shape);
            json.WriteNumber("threads", row.Threads);
            json.WriteString("peer", row.Peer);
            json.WriteNumber("ours", Rounded(row.Ours));
            json.WriteNumber("theirs", Rounded(row.Theirs));
            json.WriteString("unit", Row.Unit);
            json.WriteNumber("ratio", Rounded(row.Ratio));
            json.WriteStartArray("spread");
            json.WriteNumberValue(Rounded(row.Lowest));
            json.WriteNumberValue(Rounded(row.Highest));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // More digits than a measurement has, fewer than a double.
    private static double Rounded(double value) => double.Parse(value.ToString("G5", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
