using FeaturesWithAnyTrainer;
using Microsoft.ML;
using MLTransfer;
using Samples;
using Spectre.Console;

return SampleProgram.Run(
    () => CommandLine.Parse(args),
    CommandLine.Help,
    Run,
    onStop: "Stopped. The features extracted so far are kept, so the next run goes on from there.");

static int Run(CommandLine command, CancellationToken stop)
{
    const string Features = "Features";
    string folder = command.Data ?? SamplePictures.Find();
    var ml = new MLContext(command.Seed);
    IDataView photos = ml.Data.LoadImageFolder(folder);
    IAnsiConsole console = ProgressView.CreateConsole();

    // Extracted once, in memory from then on: each trainer reads them many times.
    var extraction = ml.Transforms.Conversion.MapValueToKey("Label")
        .Append(ml.Transforms.ExtractImageFeatures(
            Features, "ImagePath", Backbone.ResNet18, new ExtractionOptions { WorkspacePath = command.Workspace, CancellationToken = stop }));
    Picture[] usable = [];
    IDataView features = ProgressView.Show(console, $"features of the pictures in {folder}", () =>
    {
        IDataView extracted = extraction.Fit(photos).Transform(photos);
        usable = [.. ml.Data.CreateEnumerable<Picture>(ml.Transforms.SelectColumns("ImagePath").Fit(extracted).Transform(extracted), false, true)];
        return ml.Data.Cache(extracted, Features, "Label");
    });
    console.WriteLine($"{usable.Length} usable pictures, {command.Folds} folds");

    var results = new List<CrossValidated>();
    foreach ((string name, IEstimator<ITransformer> trainer) in Trainers.All(ml, Features))
    {
        stop.ThrowIfCancellationRequested();
        results.Add(ProgressView.Show(console, name, () => CrossValidated.Run(ml, features, name, trainer, command)));
    }

    Table table = TextTable.Create(["trainer"], ["accuracy", "between folds", "seconds"]);
    foreach (CrossValidated result in results.OrderByDescending(result => result.Mean))
        table.AddTexts(result.Name, $"{result.Mean:f3}", $"± {result.Deviation:f3}", $"{result.Elapsed.TotalSeconds:f1}");
    console.Write(table);
    return 0;
}
