namespace MLTransfer.Tests.Tool;

public class UsageTests
{
    public static TheoryData<string> Commands { get; } =
        ["train", "evaluate", "predict", "extract", "audit", "backbones", "backbones show", "backbones download", "backbones verify", "info"];

    [Fact]
    public void Help_names_every_command_and_the_exit_codes()
    {
        ToolOutput help = ToolRunner.Run("--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        string[] commands = ["train", "evaluate", "predict", "extract", "audit", "backbones", "info"];
        Assert.All(commands, c => Assert.Contains($"\n  {c} ", help.Out, StringComparison.Ordinal));
        Assert.Contains("Exit codes: 0 fine; 1 ", help.Out, StringComparison.Ordinal);
        Assert.Contains("mltransfer [command] [options]", help.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_command_has_help_that_says_what_it_does_and_describes_all_options(string command)
    {
        ToolOutput help = ToolRunner.Run([.. command.Split(' '), "--help"]);
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains($"mltransfer {command}", help.Out, StringComparison.Ordinal);
        string[] options = [.. help.Lines.SkipWhile(l => l != "Options:").Skip(1).TakeWhile(l => l.StartsWith("  ", StringComparison.Ordinal))];
        Assert.All(options.Where(o => o.Contains("--", StringComparison.Ordinal)), o => Assert.Matches(@"^  -.*\S  +\S.*$", o));
        Assert.All(["--json", "--quiet", "--verbose"], name => Assert.Contains(options, o => o.Contains(name, StringComparison.Ordinal)));
        // Below the options, what a line in a list has no room for.
        Assert.Matches(@"\n\n\S[^\n]+", help.Out[help.Out.IndexOf("Options:", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("'--epohc': there is no such option of mltransfer train. Did you mean '--epoch'?", "train", "photos", "--epohc", "3")]
    [InlineData("'tran': there is no such command of mltransfer. Did you mean 'train'?", "tran")]
    [InlineData("'--jsno': there is no such option of mltransfer predict. Did you mean '--json'?", "predict", "model.zip", "photo.jpg", "--jsno")]
    [InlineData("'--jsno': there is no such option of mltransfer info. Did you mean '--json'?", "info", "--jsno")]
    [InlineData("'--epohc': there is no such option of mltransfer train. Did you mean '--epoch'?", "train", "--epohc", "3", "photos")]
    [InlineData("--views is for augmentation: add --augment.", "train", "photos", "--views", "2")]
    [InlineData("'lists': there is no such command of mltransfer backbones.", "backbones", "lists")]
    [InlineData("'twice': this is one argument too many for mltransfer info.", "info", "once", "twice")]
    [InlineData("Required argument missing for command: 'train'.", "train")]
    [InlineData("See: mltransfer --help")]
    [InlineData("--mode: 'Finetunig' is none of FeatureExtraction, FineTuning. Did you mean FineTuning?", "train", "photos", "--mode", "Finetunig")]
    [InlineData("--mode: '1' is none of", "train", "photos", "--mode", "1")]
    [InlineData("--epoch: 'many' is not a whole number within its range.", "train", "photos", "--epoch", "many")]
    [InlineData("--epoch: '99999999999' is not a whole number within its range.", "train", "photos", "--epoch", "99999999999")]
    [InlineData("--learning-rate: 'x' is not a number.", "train", "photos", "--learning-rate", "x")]
    [InlineData("Epoch is 0; it must be at least 1.", "train", "photos", "--epochs", "0")]
    [InlineData("Required argument missing for option: '--epoch'.", "train", "photos", "--epoch")]
    [InlineData("--unfreeze-from is for fine-tuning: add --mode FineTuning.", "train", "photos", "--unfreeze-from", "layer4")]
    [InlineData("--units and --dropout are for a head with a hidden layer: add --head Mlp.", "train", "photos", "--units", "8")]
    [InlineData("There is no backbone 'ResNet51', and it is no .onnx file. Did you mean ResNet50?", "train", "photos", "--backbone", "ResNet51")]
    [InlineData("--preprocessing does not go with the backbone 'ResNet18'.", "train", "photos", "--preprocessing", "Keras")]
    [InlineData("must end in .zip (for ML.NET) or .onnx", "train", "photos", "-o", "model.h5")]
    [InlineData("must end in .csv or .parquet.", "extract", "photos", "-o", "features.txt")]
    [InlineData("--only: 'Leek' is none of", "audit", "photos", "--only", "Leek")]
    public void Wrong_usage_ends_with_2_and_says_what_is_wrong(string message, params string[] arguments)
    {
        ToolOutput output = ToolRunner.Run(arguments);
        Assert.Equal(2, output.ExitCode);
        Assert.Contains(message, output.Error, StringComparison.Ordinal);
        Assert.Equal("", output.Out);
        Assert.DoesNotContain("   at ", output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter '", output.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("does not exist", "train", "no such folder")]
    [InlineData("no such model.zip", "info", "no such model.zip")]
    [InlineData("no such model.zip", "predict", "no such model.zip", "photo.jpg")]
    [InlineData("no such model.zip", "evaluate", "no such model.zip", "photos")]
    [InlineData("a model is a .zip or .onnx file", "info", ".")]
    [InlineData("--jsno", "info", "--", "--jsno")]
    [InlineData("no such network.onnx", "backbones", "show", "no such network.onnx")]
    public void Work_that_fails_ends_with_1_and_a_sentence(string message, params string[] arguments)
    {
        ToolOutput output = ToolRunner.Run(arguments);
        Assert.Equal((1, ""), (output.ExitCode, output.Out));
        Assert.Contains(message, output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_error_names_does_not_steer_the_terminal()
    {
        ToolOutput output = ToolRunner.Run("info", "\u001b]0;no such\u0007.zip");
        Assert.Equal(1, output.ExitCode);
        Assert.Contains(@"\u001b]0;no such\u0007.zip", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_shows_where_an_error_came_from()
    {
        ToolOutput output = ToolRunner.Run("info", "no such model.zip", "--verbose");
        Assert.Equal(1, output.ExitCode);
        Assert.Contains("   at ", output.Error, StringComparison.Ordinal);
    }
}
