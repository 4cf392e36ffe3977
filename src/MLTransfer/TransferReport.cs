using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Data;
using MLTransfer.Evaluation;
using MLTransfer.Evaluation.Report;

namespace MLTransfer;

/// <summary>What the report of a <see cref="TransferResult"/> shows.</summary>
internal static class TransferReport
{
    public static ReportContent Of(TransferResult result) => new()
    {
        Title = $"Image classifier: {result.Model.Labels.Count} classes",
        ClassNames = [.. result.Model.Labels],
        Test = result.HasTest ? ScoresOf(result.Test) : [],
        Validation = result.HasValidation ? ScoresOf(result.Validation) : [],
        Epochs = result.FineTuning?.Epochs ?? [],
        Findings = [.. result.BadImages.Select(bad => new ReportFinding($"bad image, {bad.Kind}", bad.Path, null, bad.Reason))],
        Settings = [.. Options(result), .. Training(result), .. Times(result), .. Versions()],
        Limits = result.Transformer.Options.Limits,
    };

    private static ImageScores[] ScoresOf(ClassifierMetrics metrics)
        => [.. metrics.Images.Select(image => new ImageScores(image.Path, image.LabelIndex, image.Scores))];

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

    private static ReportSetting Setting(string name, object value) => new(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
