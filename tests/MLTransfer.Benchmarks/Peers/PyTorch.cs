using System.Globalization;

namespace MLTransfer.Benchmarks.Peers;

/// <summary>The same work as a PyTorch program, in a process of its own.</summary>
internal sealed class PyTorch
{
    private readonly string _python;
    private readonly string _program;

    private PyTorch(string python, string program, string version) => (_python, _program, Version) = (python, program, version);

    /// <summary>Of what it consists.</summary>
    public string Version { get; }

    /// <summary>Looks for it, which also brings it into the system's page cache.</summary>
    /// <param name="python">The Python that has torch and torchvision.</param>
    /// <param name="program">The program.</param>
    /// <exception cref="PeerException">It is not there.</exception>
    public static PyTorch Find(string python, string program)
    {
        if (!File.Exists(program))
            throw new PeerException($"there is no {Path.GetFileName(program)} (option --peer)");
        const string Probe = "import platform, torch, torchvision; "
            + "print('PyTorch', torch.__version__ + ', torchvision', torchvision.__version__ + ', Python', platform.python_version())";
        ChildProcess answer;
        try
        {
            answer = ChildProcess.Run(python, ["-c", Probe]);
        }
        catch (PeerException e)
        {
            throw new PeerException($"{python} has no torch and torchvision (option --python): {e.Message}");
        }

        return new PyTorch(python, program, answer.Lines.LastOrDefault(l => l.StartsWith("PyTorch", StringComparison.Ordinal)) ?? "PyTorch");
    }

    /// <summary>Runs it.</summary>
    /// <param name="photos">Class folders, or train, validation and test folders of these.</param>
    /// <param name="mode">What it does: <c>features</c> or <c>finetune</c>.</param>
    /// <param name="threads">The number of threads that compute, and of processes that decode.</param>
    /// <exception cref="PeerException">It failed.</exception>
    public (ChildProcess Process, PyTorchOutput Output) Run(string photos, string mode, int threads)
    {
        string count = threads.ToString(CultureInfo.InvariantCulture);
        ChildProcess process = ChildProcess.Run(_python, [_program, photos, "--mode", mode, "--threads", count, "--workers", count]);
        return (process, PyTorchOutput.Parse(process.Lines));
    }
}
