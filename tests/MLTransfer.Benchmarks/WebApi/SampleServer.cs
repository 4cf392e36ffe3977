using System.Diagnostics;

namespace MLTransfer.Benchmarks.WebApi;

/// <summary>The sample WebApi in a process of its own.</summary>
internal sealed class SampleServer : IDisposable
{
    private const string Listening = "listening on ", Ready = "ready for ";
    private readonly Process _process;

    private SampleServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>The memory that it has in RAM now, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The most that it ever had.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="IOException">It is not built, or ends before it is ready.</exception>
    public static SampleServer Start(string model, int batch)
    {
        var start = new ProcessStartInfo("dotnet", [FindProgram(), "--model", model, "--urls", "http://127.0.0.1:0", "--batch", $"{batch}"])
        {
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        Uri? address = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
                address = new Uri(line[Listening.Length..]);
            else if (line.StartsWith(Ready, StringComparison.Ordinal) && address is not null)
                return new SampleServer(process, address);
        }

        process.Dispose();
        throw new IOException("The sample WebApi ended before it was ready; what it says of that is above.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    // This program runs in bin/<configuration>/<framework>, and so does the sample.
    private static string FindProgram()
    {
        string output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string framework = Path.GetFileName(output), configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        string program = Path.Combine(Checkout.Root, "samples", "WebApi", "bin", configuration, framework, "WebApi.dll");
        return File.Exists(program) ? program : throw new IOException($"The sample is not built: there is no {program}.");
    }
}
