using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Benchmarks.Jobs;

/// <summary>Whole jobs side by side, in turn, round after round.</summary>
internal sealed class JobRace
{
    private readonly List<(JobContestant Contestant, JobStanding Standing)> _field = [];
    private readonly List<string> _leftOut = [];

    /// <summary>Those that finished.</summary>
    public IReadOnlyList<JobStanding> Standings => [.. _field.Select(f => f.Standing)];

    /// <summary>Who did not take part, with the reasons.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    public void Enter(JobContestant contestant) => _field.Add((contestant, new JobStanding(contestant.Name)));

    public void LeaveOut(string name, PeerException reason)
    {
        _leftOut.Add($"{name}: {reason.Message.ReplaceLineEndings(" ")}");
        Console.WriteLine($"left out {_leftOut[^1]}");
    }

    /// <summary>Runs all of them; one that fails takes no further part.</summary>
    public void Run(int rounds)
    {
        for (int round = 1; round <= rounds; round++)
        {
            foreach ((JobContestant Contestant, JobStanding Standing) entry in _field.ToArray())
            {
                Console.WriteLine($"round {round}  {entry.Contestant.Name}");
                try
                {
                    JobMeasurement measured = entry.Contestant.Run();
                    entry.Standing.Rounds.Add(measured);
                    Console.WriteLine($"round {round}  {entry.Contestant.Name,-20} {measured.Seconds:F1} s  other {measured.OtherCores:F2}");
                }
                catch (PeerException e)
                {
                    _field.Remove(entry);
                    LeaveOut(entry.Contestant.Name, e);
                }
            }
        }
    }
}
