using MLTransfer.Benchmarks.Contestants;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks;

/// <summary>Feature extraction in float32 side by side, without the peers that take long.</summary>
internal static class ExtractionRace
{
    public static void Run(RaceOptions options)
    {
        Console.WriteLine(MachineDescription.Describe());
        ImageNetwork network = ImageNetwork.OfFeatures(Backbone.ResNet18, cut: null, FeaturePooling.Average);
        PhotoSet photos = PhotoSet.Load(options.Folder, options.Images, options.Threads, network.Resize);
        Console.WriteLine(
            $"- {photos.Paths.Count} photos of {photos.Folder}, {network.Description}, {Quantity.Of(options.Threads, "thread")}, {options.Rounds} rounds\n");

        using var race = new Race(photos.Paths.Count);
        foreach (RuntimeAlone limit in RuntimeAlone.Limits(network, photos, options.Threads))
            race.Enter(limit);
        race.Enter(LibraryExtraction.WithoutCache(network, photos, options.Threads));
        race.Enter(LibraryExtraction.WithCache(network, photos, options.Threads));
        race.Enter(new MlNetChain(network, photos, options.Threads));
        race.Run(options.Rounds);
        Console.WriteLine();
        RaceTable.Write(Console.Out, race.Standings);
    }
}
