using System.Runtime.InteropServices;
using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments;

/// <summary>The program <c>deeppuzzles</c>.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        bool terminal = !Console.IsOutputRedirected && Variable("TERM") != "dumb";
        return Application.Run(args, new Surroundings
        {
            Puzzles = Puzzles.All,
            Output = Console.Out,
            Error = Console.Error,
            IsTerminal = terminal,
            Colour = terminal && Variable("NO_COLOR") is null,   // no-color.org
            Trace = Variable("DEEPPUZZLES_TRACE") is not null,
            Stop = stop.Token,
        });

        // The first signal ends the run in order; the second has its usual effect, at once.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
