using System.Text.RegularExpressions;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

internal static partial class TinyRuns
{
    /// <summary>Every file of kernels that is compiled for itself, and its text with what it includes.</summary>
    internal static IEnumerable<(string File, string Text)> Files
    {
        get
        {
            string[] all = [.. typeof(OpenClDevice).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".cl", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            // What another file includes begins its text somewhere.
            return all.Where(file => !all.Any(other => other != file && Programs.Text(other).Contains(Programs.Text(file), StringComparison.Ordinal)))
                .Where(file => Regex.IsMatch(Programs.Text(file), "^kernel ", RegexOptions.Multiline)).Select(file => (file, Programs.Text(file)));
        }
    }
}
