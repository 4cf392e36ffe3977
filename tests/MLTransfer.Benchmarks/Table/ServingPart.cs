using MLTransfer.Benchmarks.Serving;

namespace MLTransfer.Benchmarks.Table;

/// <summary>Trained classifiers in use.</summary>
internal sealed record ServingPart() : TablePart("serving", "serving")
{
    private const int DefaultImages = 400;
    private const int DefaultRounds = 3;

    public override IEnumerable<TableSection> Measure(TableOptions options)
        => options.FoldersOr("hymenoptera").Select(folder => Measure(options, folder));

    private TableSection Measure(TableOptions options, string folder)
    {
        int images = options.Images ?? DefaultImages, rounds = options.Rounds ?? DefaultRounds;
        var text = new StringWriter { NewLine = "\n" };
        ServingRace.Run(new RaceOptions { Folder = folder, Images = images, Rounds = rounds, Threads = options.Threads }, text);
        return new TableSection($"{Name} {Path.GetFileName(folder)}", text.ToString(), options.ArgumentsFor(Name, folder, images, rounds));
    }
}
