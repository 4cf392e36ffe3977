using System.Diagnostics;
using MLTransfer.Benchmarks.Contestants;

namespace MLTransfer.Benchmarks;

/// <summary>
/// Contestants side by side: all in turn, round after round, so that whatever changes on the machine in the meantime (its clock, its
/// temperature, its neighbours) meets all of them.
/// </summary>
/// <param name="images">How many images each goes over.</param>
internal sealed class Race(int images) : IDisposable
{
    private readonly List<(Contestant Contestant, Standing Standing)> _field = [];
    private readonly List<string> _leftOut = [];

    /// <summary>Those that finished.</summary>
    public IReadOnlyList<Standing> Standings => [.. _field.Select(f => f.Standing)];

    /// <summary>Who did not take part, with the reasons.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    public void Enter(Contestant contestant)
        => _field.Add((contestant, new Standing(contestant.Name, contestant.Role, contestant.Precision)));

    /// <summary>Enters one that may not be there, and may fail, without stopping the others.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="create">Creates it.</param>
    public void EnterPeer(string name, Func<Contestant> create)
    {
        try
        {
            Enter(create());
        }
        catch (Exception e)
        {
            LeaveOut(name, e);
        }
    }

    /// <summary>Runs all of them.</summary>
    /// <param name="rounds">How often each counts.</param>
    public void Run(int rounds)
    {
        WarmUp();
        for (int round = 1; round <= rounds; round++)
            ForEach((contestant, standing) => standing.Rounds.Add(Round.Measure(round, contestant.Name, images, contestant.Time)));
    }

    public void Dispose() => _field.ForEach(f => f.Contestant.Dispose());

    /// <summary>One uncounted round: it compiles code, creates sessions and fills the cache, and shows that all compute the same.</summary>
    private void WarmUp()
    {
        IReadOnlyList<float[]>? expected = null;
        ForEach((contestant, standing) =>
        {
            var clock = Stopwatch.StartNew();
            IReadOnlyList<float[]>? features = contestant.Run();
            Console.WriteLine($"warm-up  {contestant.Name,-30} {clock.Elapsed.TotalSeconds:F1} s");
            expected ??= features;
            if (expected is not null)
                standing.Compare(features, expected);
        });
    }

    private void ForEach(Action<Contestant, Standing> action)
    {
        foreach ((Contestant Contestant, Standing Standing) entry in _field.ToArray())
        {
            try
            {
                action(entry.Contestant, entry.Standing);
            }
            catch (Exception e) when (entry.Contestant.Role == ContestantRole.Peer)
            {
                _field.Remove(entry);
                entry.Contestant.Dispose();
                LeaveOut(entry.Contestant.Name, e);
            }
        }
    }

    private void LeaveOut(string name, Exception reason)
    {
        _leftOut.Add($"{name}: {reason.Message.ReplaceLineEndings(" ")}");
        Console.WriteLine($"left out {_leftOut[^1]}");
    }
}
