using System.Globalization;
using System.Text;

namespace DeepPuzzles.Autograd;

/// <summary>One page with everything inside: the drawing, the steps, the look, the script. It asks nothing of any network.</summary>
internal static class GraphPage
{
    internal static string Of(Drawing drawing, string title)
    {
        var steps = new GraphSteps(drawing);
        var words = new StepWords(drawing);
        string heading = Characters.Markup(title);
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{heading}</title>\n<style>\n{PageStyle.Sheet}</style>\n</head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<header>\n<h1>{heading}</h1>\n<p>{Legend(drawing)}</p>\n</header>\n<main>\n<div class=\"drawing\" tabindex=\"0\" data-output=\"n{drawing.Graph.Output.Id}\">\n{GraphSvg.Of(drawing, steps)}</div>\n<section class=\"walk\" aria-label=\"Steps\">\n");
        page.Append("<div class=\"bar\"><button id=\"first\" aria-label=\"First step\">|◀</button><button id=\"back\" aria-label=\"Step back\">◀</button><output id=\"where\"></output><button id=\"next\" aria-label=\"Next step\">▶</button><button id=\"last\" aria-label=\"Last step\">▶|</button></div>\n<ol aria-live=\"polite\">\n");
        for (int i = 0; i < steps.All.Count; i++)
        {
            GraphStep step = steps.All[i];
            page.Append(CultureInfo.InvariantCulture, $"<li class=\"step {step.Look}\" id=\"s{i + 1}\" data-hot=\"{steps.Hot(step)}\">{words.Of(step)}</li>\n");
        }
        return page.Append(CultureInfo.InvariantCulture, $"</ol>\n<p class=\"keys\">← and → step, Home and End jump.</p>\n</section>\n</main>\n<script>\n{PageStyle.Script}</script>\n</body>\n</html>\n").ToString();
    }

    private static string Legend(Drawing drawing)
    {
        const string colours = "<span class=\"v\">values</span> go down the arrows, <span class=\"g\">gradients ∂</span> come back up; <span class=\"l\">leaves</span> are round";
        int drawn = drawing.Nodes.Count(), all = drawing.Graph.Nodes.Count;
        return drawn == all ? $"{Count(all)}; {colours}." : $"The last {drawn.ToString(CultureInfo.InvariantCulture)} of {Count(all)}, which text and DOT have in full; {colours}.";
    }

    private static string Count(int nodes) => nodes == 1 ? "1 node" : nodes.ToString("#,0", CultureInfo.InvariantCulture) + " nodes";
}
