using System.Globalization;
using System.Text.RegularExpressions;

namespace MLTransfer.Benchmarks.Peers;

/// <summary>What the PyTorch program reports.</summary>
internal sealed partial class PyTorchOutput
{
    private const string ExtractionPrefix = "extract ";
    private readonly List<(string Name, double Seconds, double? ImagesPerSecond)> _phases = [];
    private readonly List<(string Name, double TestAccuracy)> _results = [];

    private PyTorchOutput()
    {
    }

    /// <summary>The number of photos, of all parts together.</summary>
    public int Photos { get; private init; }

    /// <summary>
    /// Images a second in the faster of its passes over training photos and others: of few photos, the start of its workers takes a share.
    /// </summary>
    /// <exception cref="PeerException">It reported none.</exception>
    public double ExtractionSpeed
        => _phases.Where(p => p.Name.StartsWith(ExtractionPrefix, StringComparison.Ordinal)).Max(p => p.ImagesPerSecond)
            ?? throw new PeerException("The PyTorch program reported no speed of extraction.");

    /// <summary>Reads its lines, whatever else is between them.</summary>
    /// <exception cref="PeerException">It does not say how many photos there are.</exception>
    public static PyTorchOutput Parse(IReadOnlyList<string> lines)
    {
        Match photos = lines.Select(l => PhotosLine().Match(l)).FirstOrDefault(m => m.Success)
            ?? throw new PeerException("The PyTorch program did not say how many photos it found.");
        var output = new PyTorchOutput { Photos = photos.Groups["count"].Captures.Sum(c => int.Parse(c.ValueSpan, CultureInfo.InvariantCulture)) };
        foreach (Match m in lines.Select(l => PhaseLine().Match(l)).Where(m => m.Success))
            output._phases.Add((m.Groups["name"].Value, Number(m.Groups["seconds"]), m.Groups["speed"].Success ? Number(m.Groups["speed"]) : null));
        foreach (Match m in lines.Select(l => ResultLine().Match(l)).Where(m => m.Success))
            output._results.Add((m.Groups["name"].Value, Number(m.Groups["test"])));
        return output;
    }

    /// <summary>The time of a phase.</summary>
    /// <exception cref="PeerException">It reported none of that name.</exception>
    public double SecondsOf(string phase)
        => _phases.Where(p => p.Name == phase).Select(p => (double?)p.Seconds).FirstOrDefault()
            ?? throw new PeerException($"The PyTorch program reported no phase '{phase}'.");

    /// <summary>The accuracy of a result on the test photos.</summary>
    /// <exception cref="PeerException">It reported none.</exception>
    public double TestAccuracyOf(string name)
        => _results.Where(r => r.Name == name).Select(r => (double?)r.TestAccuracy).FirstOrDefault()
            ?? throw new PeerException($"The PyTorch program reported no result '{name}'.");

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^classes \d+( (train|val|test) (?<count>\d+))+$")]
    private static partial Regex PhotosLine();

    [GeneratedRegex(@"^PHASE (?<name>.+?): (?<seconds>\d+(\.\d+)?) s\b( +(?<speed>\d+(\.\d+)?) img/s)?")]
    private static partial Regex PhaseLine();

    [GeneratedRegex(@"^RESULT (?<name>\S+) .*\btest (?<test>\d+(\.\d+)?)$")]
    private static partial Regex ResultLine();
}
