using System.CommandLine;

namespace MLTransfer.Tool.Commands;

/// <summary>Checks the weights that are there: <see cref="WeightStore.FindProblem"/>.</summary>
internal sealed class BackboneVerifyCommand : ToolCommand
{
    private readonly Argument<string[]> _names = BackboneNames.Argument(
        ArgumentArity.ZeroOrMore, "backbones that 'mltransfer backbones' lists (default: all whose weights are there)");

    public BackboneVerifyCommand(ToolStreams streams)
        : base(
            "verify",
            "Checks whether weights are the published ones. Nothing is downloaded.",
            """
            By their size and hash; those that come with the tool, by loading them. Ends with 1 where one is missing or differs.
            """,
            streams)
    {
        Arguments.Add(_names);
        AddCommonOptions();
    }

    protected override int Run(ToolRun run)
    {
        Backbone[] backbones = BackboneNames.Find(run.Parsed.GetValue(_names) ?? [], state => state.Exists);
        (Backbone Backbone, string? Path, string? Problem)[] checks = run.Show(progress => backbones.Select(backbone =>
        {
            progress.Report($"verify {backbone.Name}");
            return (backbone, WeightStore.Default.PathOf(backbone), FindProblem(backbone, run.Stop));
        }).ToArray());
        if (run.Json)
            run.WriteJson(checks.Select(c => new { c.Backbone.Name, WeightsPath = c.Path, c.Problem }));
        foreach ((Backbone backbone, string? path, string? problem) in run.Json ? [] : checks)
            run.Out.WriteLine($"{backbone.Name}: {problem ?? "as published"}{(path is null ? "" : $" ({path})")}");
        return checks.Any(c => c.Problem is not null) ? ExitCode.Failed : ExitCode.Fine;
    }

    private static string? FindProblem(Backbone backbone, CancellationToken stop)
    {
        if (WeightStore.Default.PathOf(backbone) is not null)
            return WeightStore.Default.FindProblem(backbone, stop);
        try
        {
            _ = backbone.Sha256;
            return null;
        }
        catch (BackboneException e)
        {
            return e.Message;
        }
    }
}
