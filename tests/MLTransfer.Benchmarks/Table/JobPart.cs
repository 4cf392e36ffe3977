using MLTransfer.Benchmarks.Jobs;
using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Benchmarks.Table;

/// <summary>A whole job from start to end, cold: each run is a process of its own, and nothing is left of earlier ones but the page cache.</summary>
/// <param name="Name">The name of the part.</param>
/// <param name="Photos">The name of the folder of photos that is the default.</param>
internal abstract record JobPart(string Name, string Photos) : TablePart(Name, "jobs")
{
    private const int DefaultRounds = 2;
    private const string PeerName = "PyTorch";

    public override IEnumerable<TableSection> Measure(TableOptions options) => options.FoldersOr(Photos).Select(folder => Measure(options, folder));

    /// <summary>Options of the <c>job</c> command.</summary>
    protected abstract string[] JobOptions { get; }

    /// <summary>What both do, for the reader.</summary>
    protected abstract string Description { get; }

    /// <summary>The same job in PyTorch.</summary>
    protected abstract JobContestant PeerOf(PyTorch torch, string photos, int threads);

    private TableSection Measure(TableOptions options, string folder)
    {
        int rounds = options.Rounds ?? DefaultRounds;
        string[] files = [.. EvenSample.Of(JpegFiles.In(folder), options.Images ?? int.MaxValue)];
        using PhotoLinks? some = options.Images is null ? null : new PhotoLinks(folder, files);
        string photos = some?.Folder ?? folder;
        // Whoever is first must not pay for the disk.
        foreach (string file in files)
            _ = File.ReadAllBytes(file);
        var race = new JobRace();
        foreach (Precision precision in new[] { Precision.Float32, Precision.Int8 })
            race.Enter(LibraryJob.Of(photos, precision, JobOptions));
        PyTorch? torch = EnterPeer(race, options, photos);
        race.Run(rounds);

        string name = Path.GetFileName(folder);
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine($"{files.Length} photos of {name}. {Description}\n");
        JobTable.Write(text, race.Standings, PeerName);
        return new TableSection($"{Name} {name}", text.ToString(), options.ArgumentsFor(Name, folder, options.Images, rounds))
        {
            Versions = torch is null ? [] : [torch.Version],
            LeftOut = race.LeftOut,
        };
    }

    private PyTorch? EnterPeer(JobRace race, TableOptions options, string photos)
    {
        try
        {
            PyTorch torch = options.FindTorch();
            race.Enter(PeerOf(torch, photos, options.Threads));
            return torch;
        }
        catch (PeerException e)
        {
            race.LeaveOut(PeerName, e);
            return null;
        }
    }
}
