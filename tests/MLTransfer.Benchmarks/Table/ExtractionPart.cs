using MLTransfer.Benchmarks.Contestants;
using MLTransfer.Benchmarks.Peers;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks.Table;

/// <summary>From JPEG files to the features of ResNet18: this library, what it could reach, and what one would use in its place.</summary>
internal sealed record ExtractionPart() : TablePart("extraction", "extraction")
{
    private const int DefaultImages = 400;
    private const int DefaultRounds = 3;

    public override IEnumerable<TableSection> Measure(TableOptions options)
        => options.FoldersOr("hymenoptera", "dogs_vs_cats").Select(folder => Measure(options, folder));

    private TableSection Measure(TableOptions options, string folder)
    {
        int images = options.Images ?? DefaultImages, rounds = options.Rounds ?? DefaultRounds;
        ImageNetwork network = ImageNetwork.OfFeatures(Backbone.ResNet18, cut: null, FeaturePooling.Average);
        PhotoSet photos = PhotoSet.Load(folder, images, options.Threads, network.Resize);
        using var race = new Race(photos.Paths.Count);
        Enter(race, network, photos, options.Threads, Precision.Float32);
        (ImageNetwork int8, Int8Report report) = Int8Network.Create(
            network, photos.Paths.Select(p => new FileImageSource(p)), new ExtractionOptions { Threads = options.Threads });
        if (report.Obstacle is null)
            Enter(race, int8, photos, options.Threads, Precision.Int8);
        race.Enter(new DecodingAlone(photos, network.Resize, options.Threads));
        race.EnterPeer("mlnet", () => new MlNetChain(network, photos, options.Threads));
        race.EnterPeer("DnnImageFeaturizer", () => new DnnFeaturizer(photos));
        PyTorch? torch = null;
        race.EnterPeer("PyTorch", () => new PyTorchExtraction(torch = options.FindTorch(), photos, options.Threads));
        race.Run(rounds);

        string name = Path.GetFileName(folder);
        IReadOnlyList<string> arguments = options.ArgumentsFor(Name, folder, images, rounds);
        return new TableSection($"{Name} {name}", Describe(race, report, photos, options.Threads), arguments)
        {
            Versions = torch is null ? [] : [torch.Version],
            LeftOut = race.LeftOut,
        };
    }

    private static void Enter(Race race, ImageNetwork network, PhotoSet photos, int threads, Precision precision)
    {
        foreach (RuntimeAlone limit in RuntimeAlone.Limits(network, photos, threads, precision))
            race.Enter(limit);
        race.Enter(LibraryExtraction.WithoutCache(network, photos, threads, precision));
    }

    private static string Describe(Race race, Int8Report report, PhotoSet photos, int threads)
    {
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine($"{photos.Paths.Count} photos of {Path.GetFileName(photos.Folder)}, {Quantity.Of(threads, "thread")}. {report}\n");
        RaceTable.Write(text, race.Standings);
        var ratios = new RatioTable(race.Standings, photos.Paths.Count, threads);
        text.WriteLine($"\n{ratios.Ratios()}\n{ratios.Arithmetic()}");
        return text.ToString();
    }
}
