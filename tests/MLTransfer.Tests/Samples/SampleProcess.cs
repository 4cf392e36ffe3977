using System.Diagnostics;

namespace MLTransfer.Tests.Samples;

/// <summary>What a program printed, and how it ended.</summary>
public sealed record SampleOutput(int ExitCode, string Output, string Error);

/// <summary>A sample under way in a process of its own, as built with these tests.</summary>
internal sealed class SampleProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private SampleProcess(Process process)
        => (_process, _error) = (process, process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));

    public static SampleProcess Start(string sample, string currentFolder, params IEnumerable<string> arguments)
        => StartProgram("dotnet", currentFolder, [DllOf(sample), .. arguments]);

    /// <summary>Starts any program, with environment variables beside those that there are.</summary>
    public static SampleProcess StartProgram(
        string program, string currentFolder, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = currentFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        // A temporary folder of its own, so that a test can see what is left there.
        start.Environment["TMPDIR"] = Directory.CreateDirectory(TemporaryFolderIn(currentFolder)).FullName;
        return new SampleProcess(Process.Start(start)!);
    }

    /// <summary>Where a sample started in a folder puts its temporary files (on Unix).</summary>
    public static string TemporaryFolderIn(string currentFolder) => Path.Combine(currentFolder, "tmp");

    public static async Task<SampleOutput> RunAsync(string sample, string currentFolder, params IEnumerable<string> arguments)
    {
        using SampleProcess process = Start(sample, currentFolder, arguments);
        return await process.EndAsync();
    }

    /// <summary>Waits until a file or folder is there.</summary>
    public async Task WaitForFileAsync(string path)
    {
        while (!Path.Exists(path))
        {
            Assert.False(_process.HasExited, $"It ended before there was {path}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Reads what it prints up to a line, and gives the whole of that.</summary>
    public async Task<string> WaitForAsync(string line)
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } printed)
        {
            if (printed.Contains(line, StringComparison.Ordinal))
                return printed;
        }

        throw new InvalidOperationException($"It ended without printing '{line}': {await _error}");
    }

    /// <summary>Does what Ctrl+C does on Unix.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Reads the rest of what it prints.</summary>
    public async Task<SampleOutput> EndAsync()
    {
        string output = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await _error;
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new SampleOutput(_process.ExitCode, output, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    // The tests run in bin/<configuration>/<framework>, and so does the sample.
    private static string DllOf(string sample)
    {
        string output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string framework = Path.GetFileName(output), configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        return Path.Combine(Repository.Root, "samples", sample, "bin", configuration, framework, sample + ".dll");
    }
}
