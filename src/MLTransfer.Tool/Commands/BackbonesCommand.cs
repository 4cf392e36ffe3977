using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>Lists the pretrained networks; what is to be done with them are commands of its own.</summary>
internal sealed class BackbonesCommand : ToolCommand
{
    public BackbonesCommand(ToolStreams streams)
        : base(
            "backbones",
            "Lists the pretrained networks and where their weights are; shows, downloads and verifies them.",
            """
            Nothing is downloaded for the list. Weights lie in the folder weights below MLTRANSFER_HOME, else below mltransfer
            in the user's cache folder; they are downloaded when they are first needed, and checked before they are used.
            """,
            streams)
    {
        Subcommands.Add(new BackboneShowCommand(streams));
        Subcommands.Add(new BackboneDownloadCommand(streams));
        Subcommands.Add(new BackboneVerifyCommand(streams));
        AddCommonOptions();
    }

    protected override int Run(ToolRun run)
    {
        BackboneState[] all = [.. Backbone.Catalog.Select(BackboneState.Of)];
        if (run.Json)
            run.WriteJson(all.Select(state => state.ToJson()));
        else
            Write(run.Out, all);
        return ExitCode.Fine;
    }

    private static void Write(TextWriter writer, BackboneState[] all)
    {
        var table = new TextTable(
            "name", TextColumn.Number("parameters"), TextColumn.Number("G multiply-adds"), TextColumn.Number("features"), TextColumn.Number("input"),
            "licence of the weights", "weights");
        foreach (BackboneState state in all)
        {
            BackboneInfo info = state.Backbone.Info;
            table.Add(
                state.Backbone.Name, $"{info.Parameters:N0}", $"{info.MultiplyAdds / 1e9:f2}", $"{info.Features}",
                $"{info.InputHeight} x {info.InputWidth}", info.License ?? "", state.Describe());
        }

        table.Write(writer);
    }
}
