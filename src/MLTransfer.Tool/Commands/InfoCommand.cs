using System.CommandLine;
using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>Says what a saved classifier is.</summary>
internal sealed class InfoCommand : ToolCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "a .zip or .onnx that 'train' saved" };

    public InfoCommand(ToolStreams streams)
        : base(
            "info",
            "Says what a saved classifier is: its classes, its arithmetic, what it makes of photos.",
            "Ends with 1 where the file is no such classifier, or damaged.",
            streams)
    {
        Arguments.Add(_model);
        AddCommonOptions();
    }

    protected override int Run(ToolRun run)
    {
        string path = Path.GetFullPath(run.Parsed.GetValue(_model)!);
        using var model = ImageClassifier.Load(path, new ImageClassifierOptions { WarmUp = false });
        long bytes = new FileInfo(path).Length;
        if (run.Json)
        {
            run.WriteJson(new { File = path, Bytes = bytes, model.Precision, model.Resize, model.Labels });
            return ExitCode.Fine;
        }

        ResizePolicy resize = model.Resize;
        run.Out.WriteLine($"{Printable.Of(path)}: {bytes / 1e6:f1} MB, {model.Precision}");
        run.Out.WriteLine($"photos: short side to {resize.ShortSide}, then the centre {resize.CropHeight} x {resize.CropWidth}");
        run.Out.WriteLine($"{model.Labels.Count} classes: {Printable.Of(string.Join(", ", model.Labels))}");
        return ExitCode.Fine;
    }
}
