using System.Text.Json;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The verdicts of a run in short: what <c>verdict --json</c> prints, and what <c>docs/puzzles/verdicts.json</c> keeps of the last
/// committed run: [{experiment, mode, seconds, seeds, claims: [{id, verdict, value, ci}]}].</summary>
internal static class CommittedVerdicts
{
    private const string Resource = "verdicts.json";

    /// <summary>How long each puzzle's quick run took when its verdicts were committed.</summary>
    public static IReadOnlyDictionary<string, double> QuickSeconds()
    {
        using Stream? stream = typeof(CommittedVerdicts).Assembly.GetManifestResourceStream(Resource);
        if (stream is null) return new Dictionary<string, double>();
        using var document = JsonDocument.Parse(stream);
        return QuickSeconds(document.RootElement);
    }

    internal static IReadOnlyDictionary<string, double> QuickSeconds(JsonElement verdicts) =>
        verdicts.EnumerateArray().Where(entry => entry.Text("mode") == Fingerprint.ModeName(full: false))
            .ToDictionary(entry => entry.Text("experiment"), entry => entry.Number("seconds"), StringComparer.Ordinal);

    /// <summary>What no longer holds of committed verdicts, a line each: a value that the new interval excludes, a claim that is gone. Puzzles
    /// that were not run, as in a shard, are passed over.</summary>
    /// <exception cref="ResultException">The file is missing or broken, or has none of these puzzles: then nothing would be compared.</exception>
    public static IReadOnlyList<string> Drift(string path, IReadOnlyList<RunResult> results) => JsonText.Read(path, "committed verdicts", committed =>
    {
        var lines = new List<string>();
        int compared = 0;
        foreach (JsonElement entry in committed.EnumerateArray())
        {
            if (results.FirstOrDefault(result => result.Run.Experiment == entry.Text("experiment")) is not { } result) continue;
            compared++;
            foreach (JsonElement claim in entry.GetProperty("claims").EnumerateArray())
            {
                (string name, double value) = ($"{result.Run.Experiment} {claim.Text("id")}", claim.Number("value"));
                Claim? now = result.Claims.FirstOrDefault(each => each.Id == claim.Text("id"));
                if (now is null) lines.Add($"{name}: the claim is gone");
                else if (double.IsFinite(value) && !now.Ci.Contains(value)) lines.Add($"{name}: the interval {now.Ci} excludes the committed value {ClaimText.Number(value)}");
            }
        }
        return compared > 0 ? lines : throw new ResultException($"{path} has no verdict on any puzzle of these results; name the file that 'report --publish' wrote");
    });

    public static void Write(Utf8JsonWriter json, IEnumerable<RunResult> results)
    {
        json.WriteStartArray();
        foreach (RunResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("experiment", result.Run.Experiment);
            json.WriteString("mode", result.Run.Mode);
            json.Number("seconds", Math.Round(result.Seconds, 1));
            json.Integers("seeds", result.Seeds);
            json.WriteStartArray("claims");
            foreach (Claim claim in result.Claims)
            {
                json.WriteStartObject();
                json.WriteString("id", claim.Id);
                json.WriteString("verdict", claim.Verdict.ToString());
                json.Number("value", claim.Value);
                json.Numbers("ci", [claim.Ci.Low, claim.Ci.High]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
