using MLTransfer.Extraction;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// A <see cref="TopNetwork"/> above the frozen part that is being opened in the background. It takes some tenths of a second on one core, in which
/// Torch computes its side.
/// </summary>
/// <param name="candidate">The classifier.</param>
/// <param name="tap">The end of the frozen part.</param>
/// <param name="threads">The number of threads.</param>
/// <param name="optimises">See <see cref="TopNetwork.AboveFrozenPart"/>.</param>
internal sealed class TopOpening(Candidate candidate, Tap tap, int threads, bool optimises = true) : IDisposable
{
    private readonly Task<TopNetwork> _opening = Task.Run(() => TopNetwork.AboveFrozenPart(candidate, tap, threads, optimises));

    public Candidate Candidate => candidate;

    /// <summary>The network, as soon as it is open.</summary>
    /// <exception cref="NetworkException">ONNX Runtime does not take it.</exception>
    public TopNetwork Network => _opening.GetAwaiter().GetResult();

    // To look at an error keeps it from TaskScheduler.UnobservedTaskException.
    public void Dispose()
        => _opening.ContinueWith(o => o.Exception is null ? o.Result : null, TaskScheduler.Default).GetAwaiter().GetResult()?.Dispose();
}
