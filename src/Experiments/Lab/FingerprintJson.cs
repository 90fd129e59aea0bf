using System.Text.Json;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>The fields of a fingerprint, by the same names in the files of units and of results.</summary>
internal static class FingerprintJson
{
    /// <summary>From <c>settings</c> to <c>width</c>, in the order of <c>result.json</c>.</summary>
    public static void WriteInputs(this Utf8JsonWriter json, Fingerprint of)
    {
        json.WriteStartObject("settings");
        foreach ((string name, string value) in of.Settings) json.Setting(name, value);
        json.WriteEndObject();
        json.Texts("reduced", of.Reduced);
        if (of.Dataset is { } data)
        {
            json.WriteStartObject("dataset");
            json.WriteString("name", data.Name);
            json.WriteString("sha256", data.Sha256);
            json.WriteNumber("train", data.Train);
            json.WriteNumber("validation", data.Validation);
            json.WriteNumber("test", data.Test);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("dataset");
        }
        json.WriteString("device", of.Device);
        json.WriteString("dtype", of.Dtype);
        if (of.Width > 0) json.WriteNumber("width", of.Width);
    }

    public static Fingerprint Read(JsonElement file) => new()
    {
        Experiment = file.Text("experiment"),
        Mode = file.Text("mode"),
        Settings = [.. file.GetProperty("settings").EnumerateObject().Select(s => KeyValuePair.Create(s.Name, s.Value.Setting()))],
        Reduced = file.Texts("reduced"),
        Dataset = file.GetProperty("dataset") is { ValueKind: JsonValueKind.Object } data
            ? new(data.Text("name"), data.Text("sha256"), data.GetProperty("train").GetInt32(), data.GetProperty("validation").GetInt32(), data.GetProperty("test").GetInt32())
            : null,
        Device = file.Text("device"),
        Dtype = file.Text("dtype"),
        Width = file.TryGetProperty("width", out JsonElement width) ? width.GetInt32() : 0,
        Version = file.Text("version"),
        Commit = file.Text("commit"),
    };
}
