using Microsoft.ML;
using MLTransfer;
using QuickStart;
using Spectre.Console;

// The first Ctrl+C lets the run stop by itself, which takes about a second; another one ends the process at once.
var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

try
{
    CommandLine command = CommandLine.Parse(args);
    if (!command.WantsHelp)
        return Run(command, stop.Token);
    Console.WriteLine(CommandLine.Help);
    return 0;
}
catch (Exception e) when (e is CommandLineException or ImageFolderException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped. The features extracted so far are kept (unless --no-cache was given), so the next run goes on from there.");
    return 130;
}
catch (Exception e) when (e is MLTransferException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static int Run(CommandLine command, CancellationToken stop)
{
    string pictures = command.Data ?? SamplePictures.Find();
    PrepareFolder(command.Out);
    var ml = new MLContext(command.Seed);
    var notes = new Notes(ml);
    TransferPipeline pipeline = TransferPipeline.FromFolder(pictures)
        .WithContext(ml)
        .Split(validation: .15, test: .15, command.Seed)
        .ExtractFeatures(Backbone.ResNet18)
        .Configure(options => options with { WorkspacePath = command.Workspace, Cache = command.Cache });

    IAnsiConsole console = AnsiConsole.Console;
    // A file or a pipe has no edge to wrap lines at.
    if (Console.IsOutputRedirected)
        console.Profile.Width = 1000;
    using TransferResult result = ProgressView.Show(console, progress => Train(pipeline, notes, progress, stop));
    new ResultView(console, pictures).Show(result, notes);

    var files = new ModelFiles(command.Out);
    ModelCheck check = ProgressView.Show(console, "save the classifier and load it again", () =>
    {
        result.Model.Save(files.Zip);
        result.Model.SaveOnnx(files.Onnx);
        stop.ThrowIfCancellationRequested();
        return ModelCheck.Run(ml, result, files);
    });
    new CheckView(console, pictures).Show(check, files);
    return check.FilesAgree ? 0 : 1;
}

static TransferResult Train(TransferPipeline pipeline, Notes notes, IProgress<TransferProgress> progress, CancellationToken stop)
{
    try
    {
        return pipeline.Run(progress, stop);
    }
    catch (MLTransferException)
    {
        // They often say why.
        foreach (string note in notes.Beside([]))
            Console.Error.WriteLine($"note: {note}");
        throw;
    }
}

// Before the training, as it would be a pity to learn after it that nothing can be saved.
static void PrepareFolder(string folder)
{
    try
    {
        Directory.CreateDirectory(folder);
        string trial = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllText(trial, "");
        File.Delete(trial);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        throw new CommandLineException($"The folder '{folder}' of --out cannot be created or written to ({e.Message.TrimEnd('.')}); name another.");
    }
}
