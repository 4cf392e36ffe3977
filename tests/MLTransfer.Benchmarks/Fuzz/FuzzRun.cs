using System.Diagnostics;
using System.Globalization;

namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>
/// Reads many mutated files of every kind, in child processes: where one dies, hangs or fills the memory, the file that it was reading is a finding,
/// and another child goes on with the next.
/// </summary>
internal static class FuzzRun
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    // Of a child in RAM: the runtimes of .NET, ONNX Runtime and Skia, and what one file may take.
    private const long MostMemory = 1536L << 20;

    private const int LinesOfError = 3;

    private static readonly string TooLarge = $"more than {MostMemory >> 20:N0} MB in RAM";

    /// <summary>Runs it and prints a table; false where there are findings.</summary>
    public static bool Run(FuzzOptions options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mltransfer-fuzz-");
        try
        {
            Console.WriteLine($"- seed {options.Seed}, files {options.First:N0} to {options.First + options.Inputs - 1:N0} of each kind\n");
            Console.WriteLine(
                "| file | inputs | fine | refused | findings | slowest, ms | most allocated, MB | peak memory, MB |\n|---|---:|---:|---:|---:|---:|---:|---:|");
            var tallies = new List<FuzzTally>();
            foreach (string target in options.Targets)
            {
                tallies.Add(Run(target, folder.FullName, options));
                Console.WriteLine(tallies[^1].ToRow());
            }

            foreach (string finding in tallies.SelectMany(t => t.Describe()))
                Console.WriteLine($"\n{finding}");
            Console.WriteLine($"\n{tallies.Sum(t => t.Inputs):N0} inputs, {tallies.Sum(t => t.Findings):N0} findings");
            return tallies.All(t => t.Findings == 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static FuzzTally Run(string name, string folder, FuzzOptions options)
    {
        var tally = new FuzzTally(name);
        int next = options.First, end = options.First + options.Inputs;
        while (next < end)
        {
            foreach (FuzzCase result in RunChild(name, folder, options.Seed, next, end))
            {
                tally.Add(result);
                next = result.Number + 1;
                if (result.Outcome == FuzzOutcome.Finding && options.Keep is { } keep)
                    Keep(name, folder, options.Seed, result.Number, keep);
            }
        }

        return tally;
    }

    /// <summary>The outcomes until the child ends, the last of them a finding if it ends too soon.</summary>
    private static IEnumerable<FuzzCase> RunChild(string name, string folder, int seed, int first, int end)
    {
        using Process child = FuzzChild.Start(name, folder, seed, first, end);
        using var ending = new Ending(child);
        Task<string> errors = child.StandardError.ReadToEndAsync();
        int? current = null;
        string? killedFor = null;
        while (ReadLine(child, ref killedFor) is { } line)
        {
            if (line.StartsWith(FuzzChild.Begins, StringComparison.Ordinal))
                current = int.Parse(line[FuzzChild.Begins.Length..], CultureInfo.InvariantCulture);
            else if (line.StartsWith(FuzzChild.Ends, StringComparison.Ordinal) && FuzzCase.Parse(line[FuzzChild.Ends.Length..]) is { } result)
            {
                yield return IsTooLarge(result) ? result with { Outcome = FuzzOutcome.Finding, Message = TooLarge } : result;
                current = null;
                // The peak of a process never falls, so what follows needs another one.
                if (IsTooLarge(result))
                    yield break;
            }
        }

        child.WaitForExit();
        string said = string.Join(' ', errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(LinesOfError));
        if (current is { } number)
            yield return new FuzzCase(number, FuzzOutcome.Finding, 0, 0, 0, killedFor ?? $"the process ended with code {child.ExitCode}: {said}");
        else if (child.ExitCode != 0)
            throw new IOException($"{name}: the process ended with code {child.ExitCode} between two files: {said}");
    }

    // A short peak is over before anybody looks.
    private static bool IsTooLarge(FuzzCase result) => result.PeakBytes > MostMemory;

    /// <summary>The next line; kills the child if it takes too long, or takes too much memory meanwhile.</summary>
    private static string? ReadLine(Process child, ref string? killedFor)
    {
        Task<string?> line = child.StandardOutput.ReadLineAsync();
        long start = Stopwatch.GetTimestamp();
        while (!line.Wait(Step))
        {
            child.Refresh();
            bool isLate = Stopwatch.GetElapsedTime(start) > Deadline;
            if (killedFor is not null || child.HasExited || !(isLate || child.WorkingSet64 > MostMemory))
                continue;
            killedFor = isLate ? $"no end within {Deadline.TotalSeconds:N0} s" : TooLarge;
            child.Kill();
        }

        return line.Result;
    }

    private static void Keep(string name, string folder, int seed, int number, string keep)
    {
        // The child writes into the folder at the same time.
        FuzzTarget target = FuzzTargets.Create(name, Directory.CreateDirectory(Path.Combine(folder, "kept")).FullName);
        Directory.CreateDirectory(keep);
        File.WriteAllBytes(Path.Combine(keep, $"{name}-{seed}-{number}"), target.Input(seed, number));
    }

    /// <summary>No child outlives the one who reads what it says.</summary>
    private sealed class Ending(Process child) : IDisposable
    {
        public void Dispose()
        {
            if (child.HasExited)
                return;
            child.Kill();
            child.WaitForExit();
        }
    }
}
