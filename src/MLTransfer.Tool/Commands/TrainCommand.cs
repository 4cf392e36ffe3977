using System.CommandLine;
using MLTransfer.Tool.Options;
using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>Trains a classifier: <see cref="TransferPipeline"/> from end to end.</summary>
internal sealed class TrainCommand : ToolCommand
{
    private readonly Option<string[]> _out = new("--out", "-o")
    {
        Description = "where the model goes: a .zip for ML.NET or an .onnx for any ONNX runtime; may be given twice (default: model.zip)",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string> _curves = new("--learning-curves")
    {
        Description = "draws the epochs of fine-tuning as a .png",
        HelpName = "FILE",
    };

    private readonly Option<string> _report = new("--report")
    {
        Description = "writes a page for people (.html, with the same numbers in a .json beside it): accuracy, mistakes with what the classifier " +
            "looked at, and what an audit finds wrong with the photos",
        HelpName = "FILE",
    };

    private readonly PipelineOptions _pipeline = new();

    public TrainCommand(ToolStreams streams)
        : base(
            "train",
            "Trains a classifier on a folder of photos, measures it on photos that it did not see, and saves it.",
            """
            Features are kept from run to run: a second run computes none again, one that was stopped goes on where it was.
            Photos that cannot be used are named and left out. Fine-tuning (--mode FineTuning) needs libtorch, which is not
            a part of the tool: the error without it says how to get it.
            """,
            streams)
    {
        Options.Add(_out);
        Options.Add(_curves);
        Options.Add(_report);
        _pipeline.AddForTraining(this);
        AddCommonOptions();
    }

    protected override string StoppedMessage => "Stopped. What was extracted so far is kept, so the next run goes on from there.";

    protected override int Run(ToolRun run)
    {
        var files = ModelFiles.Of(run.Parsed.GetValue(_out) is { Length: > 0 } named ? named : ["model.zip"]);
        string? curves = run.Parsed.GetValue(_curves), report = run.Parsed.GetValue(_report);
        CheckPictures(run, curves, report);
        TransferPipeline? pipeline = null;
        using TransferResult result = run.Show(progress => (pipeline = _pipeline.ForTraining(run, progress)).Run(progress, run.Stop));
        if (result.FineTuning is { End: FineTuningEnd.Cancelled, Epochs.Count: 0 })
        {
            // There is no more than a model of features, which may be worse than what is in the file.
            run.Streams.Error.WriteLine(StoppedMessage);
            return ExitCode.Stopped;
        }

        files.Save(result.Model);
        List<string> written = [.. files.Paths];
        bool wasStopped = result.FineTuning?.End == FineTuningEnd.Cancelled;
        try
        {
            if (curves is not null)
            {
                result.SaveLearningCurves(curves);
                written.Add(Path.GetFullPath(curves));
            }

            if (report is not null)
            {
                // Who stopped the training does not wait for an audit.
                result.WriteReport(
                    report, wasStopped ? null : run.Show(progress => pipeline!.Audit(null, result.Model, progress, run.Stop)));
                written.Add(Path.GetFullPath(report));
            }
        }
        finally
        {
            // Whatever becomes of the pictures, the training is done.
            Show(run, result, written);
        }

        if (!wasStopped)
            return ExitCode.Fine;
        run.Streams.Error.WriteLine("Fine-tuning was stopped: this is the best of the epochs until then, and the next run goes on from there.");
        return ExitCode.Stopped;
    }

    private static void Show(ToolRun run, TransferResult result, IReadOnlyList<string> written)
    {
        run.ShowNotesAndBadImages(result.BadImages);
        if (run.Json)
            run.WriteJson(TrainingText.ToJson(result, written));
        else
            new TrainingText(run.Out).Write(result, written);
    }

    private void CheckPictures(ToolRun run, string? curves, string? report)
    {
        if (curves is not null && !_pipeline.IsFineTuning(run.Parsed))
            throw new WrongUsageException("--learning-curves: there are epochs to draw with --mode FineTuning only.");
        if (report is not null && !report.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
            throw new WrongUsageException($"--report: '{report}' must end in .html.");
        if (curves is not null)
            OutputFile.Require("--learning-curves", curves);
        if (report is not null)
            OutputFile.Require("--report", report);
    }
}
