using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>JSON as this program writes it: the same bytes for the same values on every machine, indented, but a list of numbers on one line.
/// Doubles have the fewest digits that read back to the same bits; those that are not finite are null, and null reads back as NaN.</summary>
internal static class JsonText
{
    /// <summary>Of the reason why a file is broken, which may quote the file.</summary>
    private const int MostShown = 200;

    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // a file for people and parsers, never part of a page
    };

    /// <summary>One value as UTF-8 with a line break at its end.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Layout)) value(json);
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    public static void Number(this Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Text(value ?? double.NaN));
    }

    public static void Integer(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is long number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Text(values));
    }

    /// <summary>Lists of numbers, each on a line of its own.</summary>
    public static void Rows(this Utf8JsonWriter json, string name, IEnumerable<double[]> rows)
    {
        string indent = new(' ', Layout.IndentSize * json.CurrentDepth);
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(',', rows.Select(row => $"\n  {indent}{Text(row)}"))}\n{indent}]");
    }

    /// <summary>A setting as it is written on the command line: a number and a list of numbers become JSON's; only a list is ever empty.</summary>
    public static void Setting(this Utf8JsonWriter json, string name, string value)
    {
        string[] parts = value.Split(',');
        json.WritePropertyName(name);
        if (value is "true" or "false") json.WriteBooleanValue(value == "true");
        else if (value.Length == 0) json.WriteRawValue("[]");
        else if (!parts.All(IsNumber)) json.WriteStringValue(value);
        else json.WriteRawValue(parts.Length == 1 ? value : $"[{string.Join(", ", parts)}]");
    }

    /// <summary>A setting as it is written on the command line.</summary>
    public static string Setting(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(number => number.GetRawText())),
        _ => value.GetRawText(),
    };

    public static void Integers(this Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}]");
    }

    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).Number();

    public static double Number(this JsonElement element) => element.ValueKind == JsonValueKind.Null ? double.NaN : element.GetDouble();

    public static double? NumberOrNull(this JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : null;

    public static int? IntegerOrNull(this JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetInt32() : null;

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    public static string[] Texts(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];

    /// <summary>Reads a file that this program wrote.</summary>
    /// <exception cref="ResultException">The file cannot be read, or is not what <paramref name="read"/> expects.</exception>
    public static T Read<T>(string path, string what, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new ResultException($"{path} is not {what} of this program ({FileAccessErrors.Shown(e.Message, MostShown)}); run the puzzle again", e);
        }
        catch (Exception e) when (FileAccessErrors.Covers(e))
        {
            throw new ResultException($"cannot read {path}: {FileAccessErrors.Reason(e)}", e);
        }
    }

    // JSON's grammar is narrower than .NET's: no leading sign or zeros, no bare point.
    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Text(value) == text;

    private static string Text(IEnumerable<double> values) => $"[{string.Join(", ", values.Select(Text))}]";

    private static string Text(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";
}
