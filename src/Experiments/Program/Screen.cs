using DeepPuzzles.Experiments.Laboratory;
using Spectre.Console;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>Lines of text for a person: plain into a file or a pipe, with colours and live bars on a terminal.</summary>
internal sealed class Screen(Surroundings surroundings)
{
    /// <summary>Lines are broken to stay readable here.</summary>
    public const int Width = 80;

    private readonly IAnsiConsole? _terminal = !surroundings.IsTerminal ? null : AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(surroundings.Output),
        Ansi = AnsiSupport.Yes,
        ColorSystem = surroundings.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.Yes,
    });

    /// <summary>For live bars; null where nobody watches.</summary>
    public IAnsiConsole? Terminal => _terminal;

    public void Line(string text = "")
    {
        if (_terminal is null) surroundings.Output.WriteLine(text);
        else _terminal.Write(new Text(text + "\n"));
    }

    /// <summary>A line that begins with a verdict.</summary>
    public void Line(Verdict verdict, string rest)
    {
        string name = $"{verdict,-14}";
        if (_terminal is null)
        {
            surroundings.Output.WriteLine($"  {name} {rest}");
            return;
        }
        Color colour = verdict switch
        {
            Verdict.Reproduced => Color.Green,
            Verdict.ControlFailed or Verdict.NotReproduced => Color.Red,
            Verdict.Demonstrated => Color.Blue,
            _ => Color.Yellow,
        };
        _terminal.Write(new Paragraph("  ").Append(name, new Style(colour, decoration: Decoration.Bold)).Append($" {rest}\n"));
    }

    /// <summary>A text of any length, broken between words; all lines but the first stand further in.</summary>
    public void Wrapped(string first, string text, string next)
    {
        string line = first;
        bool empty = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                Line(line);
                (line, empty) = (next, true);
            }
            line += empty ? word : " " + word;
            empty = false;
        }
        if (!empty) Line(line);
    }
}
