using System.Text.Json;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A claim as <c>result.json</c> holds it. A bar is one number, [low, high] with null for an open side, or null for an illustration;
/// the bound of a control has its kind beside it, and an equivalence its centre, which for a claim is "no effect".</summary>
internal static class ClaimJson
{
    public static void WriteClaim(this Utf8JsonWriter json, Claim claim)
    {
        json.WriteStartObject();
        json.WriteString("id", claim.Id);
        json.WriteString("quote", claim.Quote);
        json.WriteString("reference", claim.Reference);
        json.WriteString("metric", claim.Metric);
        json.WriteString("unit", claim.Unit);
        json.WriteString("kind", Name(claim.Kind));
        WriteBar(json, claim.Bar);
        json.Number("noEffect", claim.NoEffect);
        json.WriteString("test", claim.Test);
        json.Number("p", claim.P);
        if (claim.Paper is { } paper)
        {
            json.WriteStartObject("paper");
            json.Number("value", paper.Value);
            json.WriteString("note", paper.Note);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("paper");
        }
        json.Number("value", claim.Value);
        json.Numbers("ci", [claim.Ci.Low, claim.Ci.High]);
        json.WriteNumber("n", claim.N);
        json.Numbers("perSeed", claim.PerSeed);
        json.Integer("seedsNeeded", claim.SeedsNeeded);
        json.WriteStartArray("controls");
        foreach (ControlResult control in claim.Controls) WriteControl(json, control);
        json.WriteEndArray();
        json.WriteString("verdict", claim.Verdict.ToString());
        json.WriteString("note", claim.Note);
        json.WriteEndObject();
    }

    public static Claim ReadClaim(JsonElement claim)
    {
        double? noEffect = claim.NumberOrNull("noEffect");
        return new Claim
        {
            Id = claim.Text("id"),
            Quote = claim.Text("quote"),
            Reference = claim.Text("reference"),
            Metric = claim.Text("metric"),
            Unit = claim.Text("unit"),
            Bar = ReadBar(claim, noEffect ?? 0),
            NoEffect = noEffect,
            Test = claim.Text("test"),
            P = claim.NumberOrNull("p"),
            Paper = claim.GetProperty("paper") is { ValueKind: JsonValueKind.Object } paper ? new(paper.NumberOrNull("value"), paper.Text("note")) : null,
            Value = claim.Number("value"),
            Ci = ReadInterval(claim),
            N = claim.GetProperty("n").GetInt32(),
            PerSeed = claim.GetProperty("perSeed").Numbers(),
            SeedsNeeded = claim.IntegerOrNull("seedsNeeded"),
            Controls = [.. claim.GetProperty("controls").EnumerateArray().Select(ReadControl)],
            Verdict = Enum.Parse<Verdict>(claim.Text("verdict")),
            Note = claim.Text("note"),
        };
    }

    /// <summary>lowerBound, upperBound, interval, equivalence, order, monotone, every, illustration.</summary>
    public static string Name(ClaimKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static void WriteControl(Utf8JsonWriter json, ControlResult control)
    {
        json.WriteStartObject();
        json.WriteString("what", control.What);
        json.WriteStartObject("bound");
        json.WriteString("kind", Name(control.Bound.Kind));
        WriteBar(json, control.Bound);
        if (control.Bound.Kind == ClaimKind.Equivalence) json.Number("centre", control.Bound.Center);
        json.WriteEndObject();
        json.Number("value", control.Value);
        json.Numbers("ci", [control.Ci.Low, control.Ci.High]);
        if (control.Outcome == ControlOutcome.Straddles) json.WriteNull("passed");
        else json.WriteBoolean("passed", control.Passed);
        json.WriteEndObject();
    }

    private static ControlResult ReadControl(JsonElement control)
    {
        JsonElement bound = control.GetProperty("bound");
        ControlOutcome outcome = control.GetProperty("passed").ValueKind switch
        {
            JsonValueKind.True => ControlOutcome.Kept,
            JsonValueKind.False => ControlOutcome.Failed,
            _ => ControlOutcome.Straddles,
        };
        double centre = bound.TryGetProperty("centre", out JsonElement given) ? given.GetDouble() : 0;
        return new(control.Text("what"), ReadBar(bound, centre), control.Number("value"), ReadInterval(control), outcome, SeedsNeeded: null);
    }

    private static void WriteBar(Utf8JsonWriter json, Bar bar)
    {
        switch (bar.Numbers)
        {
            case []: json.WriteNull("bar"); break;
            case [var number]: json.Number("bar", number); break;
            default: json.Numbers("bar", bar.Numbers); break;
        }
    }

    private static Bar ReadBar(JsonElement owner, double centre)
    {
        JsonElement bar = owner.GetProperty("bar");
        double[] numbers = bar.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array when bar.Numbers() is [var low, var high] =>
                [double.IsNaN(low) ? double.NegativeInfinity : low, double.IsNaN(high) ? double.PositiveInfinity : high],
            _ => [bar.GetDouble()],
        };
        return Bar.Of(Enum.Parse<ClaimKind>(owner.Text("kind"), ignoreCase: true), numbers, centre);
    }

    private static Interval ReadInterval(JsonElement owner) =>
        owner.GetProperty("ci").Numbers() is [var low, var high] ? new(low, high) : throw new FormatException("an interval has two ends");
}
