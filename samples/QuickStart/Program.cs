using Microsoft.ML;
using MLTransfer;
using QuickStart;
using Samples;
using Spectre.Console;

return SampleProgram.Run(
    () => CommandLine.Parse(args),
    CommandLine.Help,
    Run,
    onStop: "Stopped. The features extracted so far are kept (unless --no-cache was given), so the next run goes on from there.");

static int Run(CommandLine command, CancellationToken stop)
{
    string pictures = command.Data ?? SamplePictures.Find();
    OutputFolder.Prepare(command.Out);
    var ml = new MLContext(command.Seed);
    var notes = new Notes(ml);
    TransferPipeline pipeline = TransferPipeline.FromFolder(pictures)
        .WithContext(ml)
        .Split(validation: .15, test: .15, command.Seed)
        .ExtractFeatures(Backbone.ResNet18)
        .Configure(options => options with { WorkspacePath = command.Workspace, Cache = command.Cache });

    IAnsiConsole console = ProgressView.CreateConsole();
    using TransferResult result = ProgressView.Show(console, progress => pipeline.Run(notes, progress, stop));
    new ResultView(console, pictures).Show(result, notes);
    // From the features in the cache; without one, it would have to extract all of them again.
    AuditReport? audit = command.Cache
        ? ProgressView.Show(console, progress => pipeline.Audit(model: result.Model, progress: progress, cancellationToken: stop))
        : null;

    var files = new ModelFiles(command.Out);
    ModelCheck check = ProgressView.Show(console, "save the classifier and load it again", () =>
    {
        result.Model.Save(files.Zip);
        result.Model.SaveOnnx(files.Onnx);
        result.WriteReport(files.Report, audit);
        stop.ThrowIfCancellationRequested();
        return ModelCheck.Run(ml, result, files);
    });
    new CheckView(console, pictures).Show(check, files);
    return check.FilesAgree ? 0 : 1;
}
