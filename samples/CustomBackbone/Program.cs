using CustomBackbone;
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
    string pictures = command.Data ?? SamplePictures.Find();
    IAnsiConsole console = ProgressView.CreateConsole();
    Backbone backbone = Backbone.FromOnnx(command.Onnx, new BackboneOptions { Preprocessing = command.Preprocessing });
    Describe(console, backbone);

    var ml = new MLContext(command.Seed);
    var notes = new Notes(ml);
    TransferPipeline pipeline = TransferPipeline.FromFolder(pictures)
        .WithContext(ml)
        .Split(validation: .15, test: .15, command.Seed)
        .ExtractFeatures(backbone, command.Cut)
        .Configure(options => options with { WorkspacePath = command.Workspace });
    using TransferResult result = ProgressView.Show(console, progress => pipeline.Run(notes, progress, stop));
    foreach (string note in notes.Beside(result.BadImages))
        console.WriteLine($"note: {note}");
    if (!result.HasTest && !result.HasValidation)
    {
        console.WriteLine("There are too few pictures to keep one from training, so nothing says how good the classifier is.");
        return 0;
    }

    ClassifierMetrics metrics = result.HasTest ? result.Test : result.Validation;
    ConfidenceInterval interval = metrics.AccuracyInterval();
    console.WriteLine(
        $"accuracy: {metrics.MicroAccuracy:f3} on {metrics.ImageCount} pictures that did not train it (95 % interval {interval.Lower:f3} to {interval.Upper:f3})");
    return 0;
}

static void Describe(IAnsiConsole console, Backbone backbone)
{
    BackboneInfo info = backbone.Info;
    console.WriteLine($"{backbone.Name}: {info.Parameters:n0} parameters, {info.MultiplyAdds / 1e9:f2} G multiply-adds, " +
        $"{info.Features:n0} features, input {info.InputWidth} x {info.InputHeight}");
    console.WriteLine("stages that features can be taken from, or fine-tuning can begin at:");
    foreach (BackboneStage stage in backbone.Stages)
        console.WriteLine($"  {stage}");
}
