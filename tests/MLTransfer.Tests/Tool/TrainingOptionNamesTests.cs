using System.Text.RegularExpressions;

namespace MLTransfer.Tests.Tool;

/// <summary>The tool's options are the library's, by their names: whatever the library can be told, the tool can.</summary>
public partial class TrainingOptionNamesTests
{
    // What is no option of a command line: columns of views, callbacks, what the tool sets itself, and what it has in another form.
    private static readonly string[] NotOptions =
    [
        "FeatureColumnName", "LabelColumnName", "ScoreColumnName", "PredictedLabelColumnName", "ValidationSet", "ValidationSetFraction",
        "MetricsCallback", "TestOnTrainSet", "ReuseTrainSetBottleneckCachedValues", "ReuseValidationSetBottleneckCachedValues", "ImageFolder",
        "Progress", "CancellationToken", "Background", "Limits", "Augmentation", "EarlyStoppingCriteria",
    ];

    [Fact]
    public void Every_option_of_training_can_be_given()
        => AssertNamed(typeof(ImageTransferTrainer.Options).GetProperties().Select(p => p.Name).Except([.. NotOptions, "EqualityContract"]), "train");

    [Fact]
    public void Every_method_of_augmentation_can_be_given()
        => AssertNamed(
            typeof(ImageAugmentation).GetMethods().Where(m => m.ReturnType == typeof(ImageAugmentation) && !m.IsStatic).Select(m => m.Name), "train");

    [Fact]
    public void Every_option_of_an_audit_can_be_given() => AssertNamed(typeof(AuditOptions).GetProperties().Select(p => p.Name), "audit");

    private static void AssertNamed(IEnumerable<string> names, string command)
    {
        string help = ToolRunner.Run(command, "--help").Out;
        string[] all = [.. names];
        Assert.NotEmpty(all);
        Assert.All(all, name => Assert.Matches($@"(?m)^  (-\w, )?--{Hump().Replace(name, "-$0").TrimStart('-').ToLowerInvariant()}[ ,]", help));
    }

    // L2 is one word.
    [GeneratedRegex("[A-Z]")]
    private static partial Regex Hump();
}
