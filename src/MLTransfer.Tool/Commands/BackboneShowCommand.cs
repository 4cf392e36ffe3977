using System.CommandLine;
using MLTransfer.Tool.Options;
using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>Shows where a network can be cut: <see cref="Backbone.Stages"/> and <see cref="Backbone.Cuts"/>.</summary>
internal sealed class BackboneShowCommand : ToolCommand
{
    private readonly Argument<string> _name = new("NAME|FILE.onnx") { Description = "a backbone that 'mltransfer backbones' lists, or an ONNX file" };

    public BackboneShowCommand(ToolStreams streams)
        : base(
            "show",
            "Shows the stages and cuts of a backbone, which --unfreeze-from and --cut name.",
            """
            Its weights are needed for it, and downloaded where they are not there.
            """,
            streams)
    {
        Arguments.Add(_name);
        AddCommonOptions();
    }

    protected override int Run(ToolRun run)
    {
        Backbone backbone = run.Show(progress =>
        {
            var store = new WeightStore(new WeightStoreOptions { Progress = progress });
            Backbone chosen = new BackboneChoice { Name = run.Parsed.GetValue(_name)! }.ToBackbone(store);
            progress.Report($"load {chosen.Name}");
            _ = chosen.Stages;
            return chosen;
        });
        if (run.Json)
            run.WriteJson(new { backbone.Name, backbone.Sha256, backbone.Info, backbone.Resize, backbone.Stages, backbone.Cuts });
        else
            Write(run.Out, backbone);
        return ExitCode.Fine;
    }

    private static void Write(TextWriter writer, Backbone backbone)
    {
        BackboneInfo info = backbone.Info;
        string input = $"input {info.InputHeight} x {info.InputWidth}";
        writer.WriteLine($"{Printable.Of(backbone.Name)}: {info.Parameters:N0} parameters, {info.Features} features, {input}");
        var table = new TextTable("stage", "shape", "tensor");
        foreach (BackboneStage stage in backbone.Stages)
            table.Add(stage.Name, string.Join(" x ", stage.Shape), stage.Tensor);
        table.Write(writer);
        writer.WriteLine($"cuts: {Printable.Of(string.Join(", ", backbone.Cuts))}");
    }
}
