using System.CommandLine;
using MLTransfer.Tool.Options;
using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>Classifies images: <c>ImageClassifier.PredictMany</c>.</summary>
internal sealed class PredictCommand : ToolCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "a .zip or .onnx that 'train' saved" };

    private readonly Argument<string[]> _images = new("IMAGES")
    {
        Description = "image files; folders, of which all images below are taken; or - for paths on the standard input, a line each",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<PredictionFormat> _format = new("--format", "-f")
    {
        Description = "how predictions are written (default: Text)",
        HelpName = string.Join('|', Enum.GetNames<PredictionFormat>()),
        CustomParser = OptionText.Read<PredictionFormat>,
    };

    private readonly Option<int?> _top = new("--top")
    {
        Description = "as text, shows the N most probable classes of each image (default: 1); CSV and JSON have the probabilities of all",
        HelpName = "N",
        CustomParser = OptionText.Read<int?>,
    };

    private readonly Option<bool> _null = new("--null", "-0")
    {
        Description = "paths on the standard input end with a zero byte, as find -print0 writes them",
    };

    private readonly OptionSet<ImageClassifierOptions> _use = ClassifierUseOptionSet.Create();
    private readonly OptionSet<ImageFolderOptions> _files = FolderOptionSet.Create();

    public PredictCommand(ToolStreams streams)
        : base(
            "predict",
            "Says of images which class they show.",
            """
            Predictions come in the order of the images, as they are made. An image that cannot be used is named on the
            standard error (in JSON also in its place); the others are done all the same, and the exit code is 1 at the end,
            as it is where there are no images.
            """,
            streams)
    {
        Arguments.Add(_model);
        Arguments.Add(_images);
        Options.Add(_format);
        Options.Add(_top);
        Options.Add(_null);
        _use.AddTo(this);
        _files.AddTo(this);
        AddCommonOptions();
    }

    protected override int Run(ToolRun run)
    {
        ParseResult parsed = run.Parsed;
        ImageFolderOptions files = _files.Apply(parsed, new ImageFolderOptions());
        ImagePaths paths = ImagePaths.Of(parsed.GetValue(_images)!, run.Streams.In, parsed.GetValue(_null), files);
        using var classifier = ImageClassifier.Load(
            parsed.GetValue(_model)!, _use.Apply(parsed, new ImageClassifierOptions { WarmUp = false }));
        PredictionFormat format = run.Json ? PredictionFormat.Json : parsed.GetValue(_format);
        PredictionWriter writer = PredictionWriter.Create(format, run.Out, classifier.Labels, parsed.GetValue(_top) ?? 1, paths.Width);
        int bad = 0, good = 0;
        try
        {
            foreach (ImagePrediction prediction in classifier.PredictMany(paths.Paths, OnBadImage, run.Stop))
            {
                writer.Write(prediction);
                good++;
            }
        }
        finally
        {
            // Stopped, what was written is whole all the same.
            writer.End();
        }

        if (bad + good == 0)
            run.Streams.Error.WriteLine("There are no images.");
        return bad > 0 || good == 0 ? ExitCode.Failed : ExitCode.Fine;

        void OnBadImage(BadImage image)
        {
            bad++;
            writer.Write(image);
            run.ShowBadImage(image);
        }
    }
}
