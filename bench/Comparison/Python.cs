using System.Diagnostics;
using System.Globalization;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>A library in a Python of its own, which stays alive and is asked by lines (see bench/peers/protocol.py), so that its turns alternate
/// with ours. The number of threads is fixed before the import, so each number has its own process.</summary>
internal sealed class Python : Peer
{
    private static readonly string[] s_interpreters = ["python3", "/usr/bin/python3"];
    private static readonly string[] s_threadVariables = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"];

    private readonly string _interpreter;
    private readonly string[] _script;
    private Process? _process;
    private int _threads;

    private Python(string name, string interpreter, string[] script, Process process, string version)
    {
        (Name, _interpreter, _script, _process, _threads) = (name, interpreter, script, process, 1);
        Version = $"{version} ({interpreter})";
    }

    public override string Name { get; }

    public override string Version { get; }

    /// <summary>A peer in the first interpreter that can run the script; null when none can.</summary>
    /// <param name="name">As rows name it.</param>
    /// <param name="script">The file in bench/peers, and what it is told.</param>
    public static Python? Find(string name, params string[] script)
    {
        foreach (string interpreter in s_interpreters)
        {
            if (Start(interpreter, script, 1) is not { } process) continue;
            if (process.StandardOutput.ReadLine() is { } version) return new Python(name, interpreter, script, process, version);
            process.Dispose();
        }
        return null;
    }

    public override void Use(int threads)
    {
        if (threads == _threads && _process is not null) return;
        Stop();
        _process = Start(_interpreter, _script, threads);
        _threads = threads;
        if (_process?.StandardOutput.ReadLine() is null) throw new PeerException($"{Name}: {_interpreter} {_script[0]} stopped");
    }

    public override Contender? Prepare(Work work) => work is not (Product or MatrixWork) && Name == "numpy" && _threads > 1
        ? null      // only its products and what is made of them use threads
        : Ask(0, work) == "none" ? null : new Remote(this, work);

    public override void Stop()
    {
        if (_process is null) return;
        _process.StandardInput.Close();     // the end of its input ends it
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    private string Ask(int calls, Work work)
    {
        _process!.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls} {work.Name} {work.Shape}"));
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new PeerException($"{Name}: {_interpreter} {_script[0]} stopped at {work}");
    }

    private static Process? Start(string interpreter, string[] script, int threads)
    {
        var start = new ProcessStartInfo(interpreter, [Path.Join(AppContext.BaseDirectory, "peers", script[0]), .. script[1..]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in s_threadVariables) start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        try
        {
            Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };     // an import that fails says so there; the absence is reported in one line
            process.BeginErrorReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception)        // no such interpreter
        {
            return null;
        }
    }

    private sealed class Remote(Python python, Work work) : Contender(python.Name)
    {
        public override double Time(int calls) => double.Parse(python.Ask(calls, work), CultureInfo.InvariantCulture);

        public override double Check() => double.Parse(python.Ask(0, work), CultureInfo.InvariantCulture);
    }
}

/// <summary>A peer that broke off, or does other work than ours.</summary>
internal sealed class PeerException(string message) : Exception(message);
