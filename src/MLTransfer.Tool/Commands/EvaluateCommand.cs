using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using MLTransfer.Tool.Options;
using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>Measures a saved classifier: <see cref="ImageClassifier.Evaluate"/>.</summary>
internal sealed class EvaluateCommand : ToolCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "a .zip or .onnx that 'train' saved" };

    private readonly Argument<string> _folder = new("FOLDER")
    {
        Description = "photos in one folder per class; of train, validation and test folders, all photos count",
    };

    private readonly Option<double?> _minAccuracy = new("--min-accuracy")
    {
        Description = "ends with 1 where the accuracy, 0 to 1, is lower",
        HelpName = "X",
        CustomParser = OptionText.Read<double?>,
    };

    private readonly OptionSet<ImageClassifierOptions> _use = ClassifierUseOptionSet.Create();
    private readonly OptionSet<ImageFolderOptions> _files = FolderOptionSet.Create();

    public EvaluateCommand(ToolStreams streams)
        : base(
            "evaluate",
            "Measures a saved classifier on photos whose classes are known, and that it was not trained on.",
            """
            Photos that cannot be used are named and left out. Ends with 1 where the accuracy is below --min-accuracy.
            """,
            streams)
    {
        Arguments.Add(_model);
        Arguments.Add(_folder);
        Options.Add(_minAccuracy);
        _use.AddTo(this);
        _files.AddTo(this);
        AddCommonOptions();
    }

    protected override int Run(ToolRun run)
    {
        double? least = run.Parsed.GetValue(_minAccuracy);
        if (least is not null and not (>= 0 and <= 1))
            throw new WrongUsageException($"--min-accuracy is {least}; it is a share of the photos, 0 to 1.");
        MLContext ml = run.CreateContext();
        var bad = new List<BadImage>();
        ClassifierMetrics metrics = run.Show(progress =>
        {
            progress.Report("load the model");
            using var classifier = ImageClassifier.Load(
                run.Parsed.GetValue(_model)!, _use.Apply(run.Parsed, new ImageClassifierOptions { WarmUp = false }));
            IDataView photos = ml.Data.LoadImageFolder(run.Parsed.GetValue(_folder)!, _files.Apply(run.Parsed, new ImageFolderOptions()));
            progress.Report($"classify {photos.GetRowCount()} photos");
            return classifier.Evaluate(photos, onBadImage: bad.Add, cancellationToken: run.Stop);
        });
        run.ShowNotesAndBadImages(bad);
        if (run.Json)
            run.WriteJson(new { Metrics = MetricsJson.Of(metrics), BadImages = MetricsJson.Of(bad) });
        else
            Write(run.Out, metrics);
        if (!(metrics.MicroAccuracy < least))
            return ExitCode.Fine;
        run.Streams.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"The accuracy of {metrics.MicroAccuracy:f3} is below --min-accuracy {least}."));
        return ExitCode.Failed;
    }

    private static void Write(TextWriter writer, ClassifierMetrics metrics)
    {
        var text = new MetricsText(writer);
        text.WriteLine("photos", metrics);
        text.WriteDetails(metrics);
    }
}
