using System.CommandLine;
using System.CommandLine.Help;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The tree of commands. Each command reads its options here and does its work in a class of its own.</summary>
internal static class Commands
{
    private const string About =
        """
        The puzzles of deep learning as experiments: claims fixed before the run,
        controls, intervals, verdicts, pictures. Begin with 'deeppuzzles list', then
        'deeppuzzles run --all'.

        Exit codes: 0 done, whatever the verdicts; 2 wrong usage, unknown or absent
        device; 3 a control failed; 4 bad or missing data, folders or files;
        130 interrupted (finished work is kept); 1 an unexpected error.
        """;

    public static Command Of(Surroundings surroundings)
    {
        var screen = new Screen(surroundings);
        var version = new Option<bool>("--version") { Description = "Show which version of the program this is" };
        var help = new HelpOption { Action = new HelpAction { MaxWidth = Screen.Width } };
        // A plain command, not a RootCommand: that takes its name from the file, which `dotnet run` chooses.
        var root = new Command("deeppuzzles", About)
        {
            List(surroundings, screen), RunOptions.Command(request => new RunCommand(surroundings, screen).Execute(request)),
            Verdict(surroundings, screen), Report(surroundings, screen), Compare(surroundings, screen), Data(surroundings), Devices(screen),
            Explain(surroundings, screen), version, help,
        };
        root.SetAction(parsed =>
        {
            if (!parsed.GetValue(version))
            {
                ((HelpAction)help.Action).Invoke(parsed);
                throw new UsageException("no command given: 'deeppuzzles run --all' runs every puzzle");
            }
            screen.Line(ProgramBuild.Commit.Length > 0 ? $"{ProgramBuild.Version} (commit {ProgramBuild.Commit})" : ProgramBuild.Version);
            return ExitCode.Done;
        });
        return root;
    }

    private static Command List(Surroundings surroundings, Screen screen)
    {
        Option<bool> json = Json();
        var command = new Command("list", "Show the puzzles") { json };
        command.SetAction(parsed => parsed.GetValue(json) ? ListCommand.Json(surroundings) : ListCommand.Table(surroundings, screen));
        return command;
    }

    private static Command Verdict(Surroundings surroundings, Screen screen)
    {
        (Argument<string[]> folders, Option<bool> json) = (Folders("Folders that 'run' wrote"), Json());
        var against = new Option<string?>("--against") { HelpName = "FILE", Description = "Fail if an interval excludes a value of these committed verdicts" };
        var command = new Command("verdict", "Show the claims and verdicts of finished runs") { folders, json, against };
        command.SetAction(parsed => VerdictCommand.Execute(parsed.GetValue(folders)!, parsed.GetValue(json), parsed.GetValue(against), surroundings, screen));
        return command;
    }

    private static Command Report(Surroundings surroundings, Screen screen)
    {
        Argument<string[]> folders = Folders("Folders that 'run' wrote, such as the shards of one run");
        var output = new Option<string?>("--out") { HelpName = "DIR", Description = "Where to write (default: the first DIR)" };
        var publish = new Option<string?>("--publish") { HelpName = "ROOT", Description = "Also commit the verdicts to the checkout there: its docs/puzzles and README" };
        var command = new Command("report", "Merge shards and write results, figures and report anew") { folders, output, publish };
        command.SetAction(parsed => ReportCommand.Execute(parsed.GetValue(folders)!, parsed.GetValue(output), parsed.GetValue(publish), surroundings, screen));
        return command;
    }

    private static Command Compare(Surroundings surroundings, Screen screen)
    {
        var first = new Argument<string>("FIRST") { Description = "A folder that 'run' wrote" };
        var second = new Argument<string>("SECOND") { Description = "Another" };
        var command = new Command("compare", "Compare two folders of results, claim by claim") { first, second };
        command.SetAction(parsed => CompareCommand.Execute(parsed.GetValue(first)!, parsed.GetValue(second)!, surroundings, screen));
        return command;
    }

    private static Command Data(Surroundings surroundings)
    {
        var name = new Argument<string>("NAME") { Description = "A data set, as 'data list' names it" };
        var folder = new Option<string?>("--data") { HelpName = "DIR", Description = "Look in this folder only" };
        var list = new Command("list", "Show the data sets and where they are");
        var get = new Command("get", "Download a data set into the cache; an interrupted download goes on where it stopped") { name };
        var check = new Command("check", "Verify the embedded data and every whole set that is found") { folder };
        list.SetAction(_ => DataCommands.List(surroundings.Output, surroundings.Places));
        get.SetAction((parsed, _) => DataCommands.GetAsync(parsed.GetValue(name)!, surroundings.Output, surroundings.Places, surroundings.Stop));
        check.SetAction(parsed => DataCommands.Check(surroundings.Output, parsed.GetValue(folder), surroundings.Places));
        return new Command("data", "Find, download and verify data sets") { list, get, check };
    }

    private static Command Devices(Screen screen)
    {
        var command = new Command("devices", "Show what this build can run on");
        command.SetAction(_ => CommandLine.Devices.Tell(screen));
        return command;
    }

    private static Command Explain(Surroundings surroundings, Screen screen)
    {
        var id = new Argument<string>("ID") { Description = "A puzzle, as 'list' names it" };
        var command = new Command("explain", "Tell what a puzzle claims, how it finds out, and what --set can change") { id };
        command.SetAction(parsed => ExplainCommand.Execute(Selection.One(surroundings.Puzzles, parsed.GetValue(id)!), screen));
        return command;
    }

    private static Argument<string[]> Folders(string description) => new("DIR") { Description = description, Arity = ArgumentArity.OneOrMore };

    private static Option<bool> Json() => new("--json") { Description = "As JSON" };
}
