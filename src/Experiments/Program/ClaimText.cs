using System.Globalization;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>Results and claims as the terminal tells them.</summary>
internal static class ClaimText
{
    private const string Indent = "    ";
    private const string Deep = Indent + "          ";

    public static void Tell(this Screen screen, RunResult result)
    {
        screen.Line();
        screen.Line($"{result.Run.Experiment}{(result.Run.IsPlacebo ? "  PLACEBO" : "")}  {result.Title}");
        screen.Line($"  {result.Run.Mode}, seeds {SeedList.Text(result.Seeds)}, {Seconds(result.Seconds)}");
        foreach (string reduced in result.Run.Reduced) screen.Wrapped("  smaller than specified: ", reduced, Indent);
        foreach (Claim claim in result.Claims) Tell(screen, claim);
    }

    /// <summary>"3 Reproduced, 1 Partial", in the order of the verdicts' names.</summary>
    public static string Count(IEnumerable<Claim> claims)
    {
        Claim[] all = [.. claims];
        string verdicts = string.Join(", ", all.GroupBy(claim => claim.Verdict).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));
        return string.Create(CultureInfo.InvariantCulture, $"{all.Length} {(all.Length == 1 ? "claim" : "claims")}{(all.Length > 0 ? ": " : "")}{verdicts}");
    }

    public static string Number(double? value) =>
        value is double number && double.IsFinite(number) ? number.ToString("G4", CultureInfo.InvariantCulture) : "unknown";

    public static string Interval(Interval ci) =>
        double.IsFinite(ci.Low) || double.IsFinite(ci.High) ? $"[{Number(ci.Low)}, {Number(ci.High)}]" : "[unknown]";

    public static string Seconds(double seconds) => seconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min {(int)seconds % 60} s");

    /// <summary>A remark where every seed's share is from 0 to 1 and the interval is not: Student's t takes the values for normal, which have no ends, and
    /// is wide for few seeds. It is left as it is, since verdicts are made of it.</summary>
    public static string Beyond(Claim claim) =>
        claim.Unit == "share" && claim.PerSeed.All(share => share is >= 0 and <= 1) && (claim.Ci.Low < 0 || claim.Ci.High > 1) && !double.IsInfinity(claim.Ci.Low)
            ? "; a t interval of few seeds can reach beyond 0 and 1"
            : "";

    private static void Tell(Screen screen, Claim claim)
    {
        screen.Line(claim.Verdict, claim.Id);
        screen.Wrapped(Indent, claim.Metric, Deep);
        string p = claim.P is double number ? string.Create(CultureInfo.InvariantCulture, $", p {number:G3}") : "";
        screen.Wrapped(Indent + "value     ",
            $"{Number(claim.Value)}{(claim.Unit.Length > 0 ? " " : "")}{claim.Unit} {Interval(claim.Ci)}, n {claim.N}{p}{Beyond(claim)}", Deep);
        if (claim.Kind != ClaimKind.Illustration) screen.Wrapped(Indent + "bar       ", claim.Bar.ToString(), Deep);
        foreach (ControlResult control in claim.Controls)
        {
            string outcome = control.Outcome switch
            {
                ControlOutcome.Kept => "passed",
                ControlOutcome.Failed => "FAILED",
                _ => "undecided",
            };
            screen.Wrapped(Indent + "control   ", $"{control.What}: {Number(control.Value)} {Interval(control.Ci)}, bound {control.Bound}: {outcome}", Deep);
        }
        screen.Wrapped(Indent + "because   ", claim.Note, Deep);
    }
}
