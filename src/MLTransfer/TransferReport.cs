using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Data;
using MLTransfer.Evaluation.Report;

namespace MLTransfer;

/// <summary>What the report of a <see cref="TransferResult"/> shows.</summary>
internal static partial class TransferReport
{
    public static ReportContent Of(TransferResult result, AuditReport? audit) => new()
    {
        Title = $"Image classifier: {result.Model.Labels.Count} classes",
        ClassNames = [.. result.Model.Labels],
        Test = result.HasTest ? result.Test : null,
        Validation = result.HasValidation ? result.Validation : null,
        Epochs = result.FineTuning?.Epochs ?? [],
        // An audit names the bad images, too.
        Findings = audit is null ? [.. result.BadImages.Select(Finding)] : [.. audit.Findings.Select(Finding)],
        Settings = [.. Options(result), .. Training(result), .. Times(result), .. Versions()],
        Limits = result.Transformer.Options.Limits,
        DrawHeatMaps = paths => DrawHeatMaps(result.Model, paths),
    };

    private static ReportHeatMaps DrawHeatMaps(ImageClassifier model, IReadOnlyList<string> paths)
    {
        try
        {
            return new([.. model.ExplainMany(paths, explanation => explanation.DrawThumbnail(Thumbnail.Side), CancellationToken.None)]);
        }
        catch (Exception e) when (e is ExplanationException or TorchRuntimeException or NetworkException)
        {
            return new([], e.Message);
        }
    }

    private static ReportFinding Finding(BadImage bad) => new($"bad image, {bad.Kind}", [bad.Path], null, bad.Reason);

    private static ReportFinding Finding(AuditFinding finding)
        => new(WordStart().Replace($"{finding.Kind}", " $0").ToLowerInvariant(), finding.Paths, finding.Score, finding.Reason);

    private static IEnumerable<ReportSetting> Options(TransferResult result)
    {
        ImageTransferTrainer.Options options = result.Transformer.Options;
        yield return Setting("backbone", options.Backbone.Name);
        yield return Setting("mode", options.Mode);
        yield return Setting("images", result.Split);
        yield return Setting("cut", options.Cut ?? "the end of the backbone");
        yield return Setting("pooling", options.Pooling);
        yield return Setting("precision", options.Precision);
        yield return Setting("head", options.Head);
        yield return Setting("augmentation", options.Augmentation is null ? "none" : $"{options.Augmentation}");
        yield return Setting("seed of training", options.Seed);
    }

    private static IEnumerable<ReportSetting> Training(TransferResult result)
    {
        yield return Setting("L2 regularization", result.Transformer.L2Regularization);
        if (result.StageProbe is { } probe)
            yield return Setting("stage probe", probe.Recommendation);
        if (result.Calibration is { } calibration)
            yield return Setting("probabilities", calibration);
        if (result.Quantisation is { } quantisation)
            yield return Setting("int8", quantisation);
        if (result.FineTuning is { } tuning)
            yield return Setting("fine-tuning", $"from {tuning.UnfrozenStage ?? tuning.UnfrozenFrom}: {tuning}");
    }

    private static IEnumerable<ReportSetting> Times(TransferResult result)
        => result.Timings.Select(timing => Setting(
            $"time, {timing.Phase}", string.Create(CultureInfo.InvariantCulture, $"{timing.Elapsed.TotalSeconds:f2} s{Images(timing)}")));

    private static string Images(PhaseTiming timing)
        => timing.Images == 0 ? "" : $", {Quantity.Of(timing.Images, "image")}, {Quantity.Of(timing.FromCache, "image")} from the cache";

    private static IEnumerable<ReportSetting> Versions()
    {
        yield return Setting("MLTransfer", VersionOf(typeof(TransferReport)));
        yield return Setting("ML.NET", VersionOf(typeof(MLContext)));
        yield return Setting("ONNX Runtime", VersionOf(typeof(InferenceSession)));
        yield return Setting(".NET", Environment.Version);
        yield return Setting("system", RuntimeInformation.OSDescription);
    }

    private static string VersionOf(Type type)
        => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{type.Assembly.GetName().Version}";

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex WordStart();

    private static ReportSetting Setting(string name, object value) => new(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
