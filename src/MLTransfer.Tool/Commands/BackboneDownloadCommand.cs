using System.CommandLine;

namespace MLTransfer.Tool.Commands;

/// <summary>Fetches weights ahead of their first use: <see cref="WeightStore.Download"/>.</summary>
internal sealed class BackboneDownloadCommand : ToolCommand
{
    private readonly Argument<string[]> _names = BackboneNames.Argument(ArgumentArity.OneOrMore, "backbones that 'mltransfer backbones' lists");

    public BackboneDownloadCommand(ToolStreams streams)
        : base(
            "download",
            "Downloads the published weights of backbones, unless they are there, and checks their hash.",
            """
            They go into the folder weights below MLTRANSFER_HOME, else below mltransfer in the user's cache folder. One that
            broke off is continued. Ends with 1 where one cannot be had.
            """,
            streams)
    {
        Arguments.Add(_names);
        AddCommonOptions();
    }

    protected override string StoppedMessage => "Stopped. What was downloaded is kept, and continued next time.";

    protected override int Run(ToolRun run)
    {
        Backbone[] backbones = BackboneNames.Find(run.Parsed.GetValue(_names)!, _ => false);
        (Backbone Backbone, string? Path)[] done = run.Show(progress =>
        {
            var store = new WeightStore(new WeightStoreOptions { Progress = progress });
            return backbones.Select(b => (b, store.PathOf(b) is null ? null : store.Download(b, run.Stop))).ToArray();
        });
        if (run.Json)
            run.WriteJson(done.Select(d => new { d.Backbone.Name, WeightsPath = d.Path }));
        foreach ((Backbone backbone, string? path) in run.Json ? [] : done)
            run.Out.WriteLine($"{backbone.Name}: {path ?? "its weights come with the tool"}");
        return ExitCode.Fine;
    }
}
