using System.ComponentModel;
using System.Diagnostics;

namespace MLTransfer.Benchmarks.Peers;

/// <summary>A program run to its end: a process of its own, measured from outside.</summary>
/// <param name="Lines">What it printed, errors included.</param>
/// <param name="Seconds">The wall time from its start to its end.</param>
/// <param name="OtherCores">How many cores others kept busy meanwhile; null where the system does not say.</param>
internal sealed record ChildProcess(IReadOnlyList<string> Lines, double Seconds, double? OtherCores)
{
    // What went wrong is at the end of what a program prints.
    private const int LinesInMessage = 3;

    /// <summary>Runs it, and shows what it prints.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that are set for it.</param>
    /// <exception cref="PeerException">It cannot be started, or its exit code is not 0.</exception>
    public static ChildProcess Run(string file, IEnumerable<string> arguments, params IReadOnlyList<(string Name, string Value)> environment)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        foreach ((string name, string value) in environment)
            process.StartInfo.Environment[name] = value;
        var lines = new List<string>();
        process.OutputDataReceived += (_, e) => Keep(lines, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(lines, e.Data);
        var contention = new ContentionMeter();
        var clock = Stopwatch.StartNew();
        Start(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        double seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new ChildProcess(lines, seconds, contention.OtherCores())
            : throw new PeerException($"{file} failed with exit code {process.ExitCode}: {string.Join(" / ", lines.TakeLast(LinesInMessage))}");
    }

    private static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new PeerException($"{process.StartInfo.FileName} cannot be started: {new Win32Exception(e.NativeErrorCode).Message}");
        }
    }

    private static void Keep(List<string> lines, string? line)
    {
        if (line is null)
            return;
        lock (lines)
        {
            lines.Add(line);
            Console.WriteLine($"    {line}");
        }
    }
}
