using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A finished unit on disk, <c>DIR/ID/seeds/SEED.json</c>: what --resume reuses and the report merges.</summary>
public static class UnitFile
{
    private const string What = "the file of a finished seed";

    /// <summary>Writes the unit at once and durably.</summary>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public static void Write(string path, UnitResult unit) => AtomicFile.Write(path, JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schema", RunResult.SchemaVersion);
        json.WriteString("experiment", unit.Run.Experiment);
        json.WriteString("mode", unit.Run.Mode);
        json.WriteNumber("seed", unit.Seed);
        json.WriteInputs(unit.Run);
        json.WriteString("version", unit.Run.Version);
        json.WriteString("commit", unit.Run.Commit);
        json.WriteString("build", unit.Build);
        json.WriteNumber("threads", unit.Threads);
        json.WriteString("startedUtc", unit.StartedUtc);
        json.Number("seconds", unit.Seconds);
        json.WriteString("sha256", Hash(unit.Found));
        json.WriteStartObject("series");
        foreach ((string name, double[] values) in unit.Found.Series) json.Numbers(name, values);
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    /// <exception cref="ResultException">The file is missing or broken.</exception>
    public static UnitResult Read(string path) => JsonText.Read(path, What, file =>
    {
        if (file.GetProperty("schema").GetInt32() != RunResult.SchemaVersion) throw new FormatException("another version of the format");
        var found = new Measurements();
        foreach (JsonProperty series in file.GetProperty("series").EnumerateObject()) found.Add(series.Name, series.Value.Numbers());
        if (Hash(found) != file.Text("sha256")) throw new FormatException("its numbers do not have its SHA-256");
        return new UnitResult(FingerprintJson.Read(file), file.GetProperty("seed").GetInt64(), found)
        {
            Build = file.Text("build"),
            Threads = file.GetProperty("threads").GetInt32(),
            StartedUtc = file.GetProperty("startedUtc").GetDateTime().ToUniversalTime(),
            Seconds = file.Number("seconds"),
        };
    });

    /// <summary>The measurements as the file gives them back: numbers that are not finite are NaN, so that a resumed run concludes from
    /// the same numbers as an unbroken one.</summary>
    public static Measurements AsRead(Measurements found)
    {
        var read = new Measurements();
        foreach ((string name, double[] values) in found.Series) read.Add(name, values.Select(Finite));
        return read;
    }

    private static string Hash(Measurements found)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, double[] values) in found.Series)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}\0{values.Length}\0")));
            hash.AppendData(MemoryMarshal.AsBytes<double>(values.Select(Finite).ToArray()));
        }
        return System.Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
