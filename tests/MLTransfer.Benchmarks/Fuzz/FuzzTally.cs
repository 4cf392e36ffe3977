namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>What became of the mutated files of one kind.</summary>
internal sealed class FuzzTally(string name)
{
    private readonly Dictionary<string, (int Count, int First)> _findings = [];
    private int _fine, _refused;
    private double _slowest;
    private long _allocated, _peak;

    public int Inputs => _fine + _refused + Findings;

    public int Findings => _findings.Values.Sum(f => f.Count);

    public void Add(FuzzCase result)
    {
        _slowest = Math.Max(_slowest, result.Milliseconds);
        _allocated = Math.Max(_allocated, result.Allocated);
        _peak = Math.Max(_peak, result.PeakBytes);
        if (result.Outcome == FuzzOutcome.Fine)
            _fine++;
        else if (result.Outcome == FuzzOutcome.Refused)
            _refused++;
        else
            AddFinding(result);
    }

    /// <summary>The row of the table.</summary>
    public string ToRow() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"| {name} | {Inputs:N0} | {_fine:N0} | {_refused:N0} | {Findings:N0} | {_slowest:N0} | {_allocated / 1e6:N1} | {_peak / 1e6:N0} |");

    /// <summary>The findings, those of one kind together, each with the number of its first file.</summary>
    public IEnumerable<string> Describe()
        => _findings.OrderByDescending(f => f.Value.Count).Select(f => $"{name}: {f.Value.Count} as --first {f.Value.First}: {f.Key}");

    private void AddFinding(FuzzCase result)
    {
        // What follows the kind may name what was random.
        string kind = result.Message.Split(": ")[0];
        _findings[kind] = _findings.TryGetValue(kind, out var known) ? known with { Count = known.Count + 1 } : (1, result.Number);
    }
}
