using System.CommandLine;
using System.CommandLine.Help;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The tree of commands. Each command reads its options here and does its work in a class of its own.</summary>
internal static class Commands
{
    public static RootCommand Of(Surroundings surroundings)
    {
        var screen = new Screen(surroundings);
        var root = new RootCommand("The puzzles of deep learning as experiments: claims fixed before the run, controls, intervals, verdicts, pictures.\n"
            + "Start with 'deeppuzzles list', then 'deeppuzzles run --all'.")
        {
            RunOptions.Command(request => new RunCommand(surroundings, screen).Execute(request)),
        };
        foreach (VersionOption own in root.Options.OfType<VersionOption>().ToArray()) root.Options.Remove(own);
        var version = new Option<bool>("--version") { Description = "Show which version of the program this is" };
        root.Add(version);
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(version))
            {
                screen.Line(ProgramBuild.Commit.Length > 0 ? $"{ProgramBuild.Version} (commit {ProgramBuild.Commit})" : ProgramBuild.Version);
                return ExitCode.Done;
            }
            _ = new HelpAction().Invoke(parsed);
            throw new UsageException("no command given");
        });
        foreach (HelpOption help in root.Options.OfType<HelpOption>()) ((HelpAction)help.Action!).MaxWidth = Screen.Width;
        return root;
    }
}
