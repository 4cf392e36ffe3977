using System.CommandLine;
using MLTransfer.Tool.Options;
using MLTransfer.Tool.Output;

namespace MLTransfer.Tool.Commands;

/// <summary>Looks for what is wrong with photos and labels: <see cref="TransferPipeline.Audit"/>.</summary>
internal sealed class AuditCommand : ToolCommand
{
    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "writes the findings as a table for spreadsheets",
        HelpName = "FILE.csv",
    };

    private readonly Option<string> _model = new("--model")
    {
        Description = "a classifier whose accuracy on test photos is measured with and without those that are in another set too",
        HelpName = "MODEL",
    };

    private readonly Option<AuditFindingKind[]> _only = new("--only")
    {
        Description = "reports findings of this kind alone, and ends with 1 for these alone; may be given more than once",
        HelpName = string.Join('|', Enum.GetNames<AuditFindingKind>()),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => OptionText.ReadMany<AuditFindingKind>(result),
    };

    private readonly PipelineOptions _pipeline = new();
    private readonly OptionSet<AuditOptions> _audit = AuditOptionSet.Create();

    public AuditCommand(ToolStreams streams)
        : base(
            "audit",
            "Looks for what is wrong with photos and labels, and changes nothing.",
            """
            Photos that are in two sets, near-duplicates, labels that are probably wrong, outliers, small and similar classes,
            bad, tiny, blurred and extreme photos. What it finds is for a person to look at.
            Ends with 1 where it finds anything (of the kinds of --only).
            """,
            streams)
    {
        Options.Add(_out);
        Options.Add(_model);
        Options.Add(_only);
        _audit.AddTo(this);
        _pipeline.AddForFeatures(this, splits: true);
        AddCommonOptions();
    }

    protected override string StoppedMessage => "Stopped. What was extracted so far is kept, so the next run goes on from there.";

    protected override int Run(ToolRun run)
    {
        ParseResult parsed = run.Parsed;
        string? csv = parsed.GetValue(_out);
        if (csv is not null)
            OutputFile.Require("--out", csv);
        using ImageClassifier? model = parsed.GetValue(_model) is { } path
            ? ImageClassifier.Load(path, new ImageClassifierOptions { WarmUp = false })
            : null;
        AuditReport report = run.Show(progress => _pipeline.ForFeatures(run, progress)
            .Audit(_audit.Apply(parsed, new AuditOptions()), model, progress, run.Stop));
        AuditFindingKind[] kinds = parsed.GetValue(_only) is { Length: > 0 } only ? only : Enum.GetValues<AuditFindingKind>();
        AuditFinding[] findings = [.. report.Findings.Where(f => kinds.Contains(f.Kind))];
        run.ShowNotes([.. report.Of(AuditFindingKind.BadImage).SelectMany(f => f.Paths)]);
        if (run.Json)
            run.WriteJson(AuditText.ToJson(report, findings));
        else
            AuditText.Write(run.Out, report, findings);
        if (csv is not null)
            report.WriteCsv(csv);
        return findings.Length > 0 ? ExitCode.Failed : ExitCode.Fine;
    }
}
