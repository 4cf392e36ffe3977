using FineTuning;
using Microsoft.ML;
using MLTransfer;
using Samples;
using Spectre.Console;

return SampleProgram.Run(
    () => CommandLine.Parse(args),
    CommandLine.Help,
    Run,
    onStop: "Stopped. What was extracted so far is kept, so the next run goes on from there.");

static int Run(CommandLine command, CancellationToken stop)
{
    string pictures = command.Data ?? SamplePictures.Find();
    OutputFolder.Prepare(command.Out);
    var ml = new MLContext(command.Seed);
    var notes = new Notes(ml);
    TransferPipeline photos = TransferPipeline.FromFolder(pictures)
        .WithContext(ml)
        .Split(validation: .15, test: .15, command.Seed)
        .Configure(options => options with { WorkspacePath = command.Workspace });

    IAnsiConsole console = ProgressView.CreateConsole();
    var ways = new List<Way>();
    try
    {
        foreach ((string name, TransferPipeline pipeline) in new ThreeWays(photos, command).All())
        {
            console.WriteLine($"== {name} ==");
            ways.Add(new Way(name, ProgressView.Show(console, progress => pipeline.Run(notes, progress, stop))));
        }

        Show(console, pictures, ways, notes);
        return Save(console, new OutputFiles(command.Out), ml, ways);
    }
    finally
    {
        ways.ForEach(way => way.Dispose());
    }
}

static void Show(IAnsiConsole console, string pictures, IReadOnlyList<Way> ways, Notes notes)
{
    TransferResult last = ways[^1].Result;
    console.WriteLine($"{pictures}: {last.Split}");
    // Every way reads the same pictures, and says the same of them.
    foreach (string note in notes.Beside(last.BadImages).Distinct())
        console.WriteLine($"note: {note}");
    foreach (BadImage image in last.BadImages)
        console.WriteLine($"left out: {image}");
    var view = new ComparisonView(console);
    view.Show(ways);
    view.Show(last.FineTuning!);
}

static int Save(IAnsiConsole console, OutputFiles files, MLContext ml, IReadOnlyList<Way> ways)
{
    bool hasValidation = ways.All(way => way.Result.HasValidation);
    Advice advice = hasValidation
        ? Advice.Of([.. ways.Select(Standing.Of)], ways[0].Result.Validation.ImageCount)
        : Advice.Of([.. ways.Select(way => new Standing(way.Name, 0, 0))], pictures: 0);
    TextWriter output = console.Profile.Out.Writer;
    output.WriteLine($"take {advice.Reason}");
    TransferResult last = ways[^1].Result;
    TransferResult best = ways[advice.Best].Result;
    foreach (string file in files.SaveContactSheet(ml, last).Concat(files.SaveLearningCurves(last)).Concat(files.SaveModel(best.Model)))
        output.WriteLine($"saved {file}");
    output.WriteLine($"report of '{ways[advice.Best].Name}', to be opened in a browser: {files.WriteReport(best)}");
    if (last.FineTuning!.End != FineTuningEnd.Cancelled)
        return 0;
    Console.Error.WriteLine("Fine-tuning was stopped, so this is the best of the epochs until then.");
    return SampleProgram.Stopped;
}
