using System.CommandLine;
using Microsoft.ML;
using MLTransfer.Data;
using MLTransfer.Tool.Options;
using MLTransfer.Tool.Output;
using MLTransfer.Tool.Progress;

namespace MLTransfer.Tool.Commands;

/// <summary>Writes bottleneck features to a file: <see cref="TransformsCatalogExtensions.ExtractImageFeatures"/>.</summary>
internal sealed class ExtractCommand : ToolCommand
{
    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "where the table goes: a .csv or .parquet (default: features.csv)",
        HelpName = "FILE",
        DefaultValueFactory = _ => "features.csv",
    };

    private readonly PipelineOptions _pipeline = new();

    public ExtractCommand(ToolStreams streams)
        : base(
            "extract",
            "Writes the features of photos to a table, for other programs to learn from.",
            """
            Columns: ImagePath, Label, Split (empty where the folder is not split), and in CSV Feature0, Feature1, ...; in
            Parquet Features, a list of float. Photos that cannot be used are named and left out; where none can be used, the
            exit code is 1.
            """,
            streams)
    {
        Options.Add(_out);
        _pipeline.AddForFeatures(this, splits: false);
        AddCommonOptions();
    }

    protected override string StoppedMessage
        => "Stopped. No table was written, but the features so far are kept, so the next run goes on from there.";

    protected override int Run(ToolRun run)
    {
        string path = Path.GetFullPath(run.Parsed.GetValue(_out)!);
        IFeatureTable table = FeatureTable.For(path);
        OutputFile.Require("--out", path);
        (int rows, int features, IReadOnlyList<BadImage> bad) = run.Show(progress => Extract(run, table, path, progress));
        run.ShowNotesAndBadImages(bad);
        if (run.Json)
            run.WriteJson(new { File = path, Rows = rows, Features = features, BadImages = MetricsJson.Of(bad) });
        else
            run.Out.WriteLine($"saved {path}: {rows} rows, {features} features; photos left out: {bad.Count}");
        return rows > 0 ? ExitCode.Fine : ExitCode.Failed;
    }

    private (int Rows, int Features, IReadOnlyList<BadImage> Bad) Extract(ToolRun run, IFeatureTable table, string path, ProgressReport progress)
    {
        MLContext ml = run.CreateContext();
        IDataView photos = ml.Data.LoadImageFolder(_pipeline.Folder(run.Parsed), _pipeline.FolderOptions(run.Parsed));
        ImageTransferTrainer.Options options = _pipeline.Extraction(run.Parsed) with { Progress = progress, CancellationToken = run.Stop };
        progress.Report(PhaseNames.Of(TransferPhase.LoadBackbone));
        using ImageFeatureExtractingTransformer transformer = ml.Transforms
            .ExtractImageFeatures(nameof(FeatureRow.Features), nameof(FeatureRow.ImagePath), _pipeline.Backbone(run.Parsed, progress), options)
            .Fit(photos);
        int rows = 0;
        AtomicFile.Write(path, stream => rows = table.Write(
            stream, ml.Data.CreateEnumerable<FeatureRow>(transformer.Transform(photos), reuseRowObject: false), transformer.FeatureCount));
        return (rows, transformer.FeatureCount, transformer.BadImages);
    }
}
