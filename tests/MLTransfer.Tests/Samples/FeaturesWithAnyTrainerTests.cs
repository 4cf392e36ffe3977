namespace MLTransfer.Tests.Samples;

public sealed class FeaturesWithAnyTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Three_trainers_learn_from_the_same_features()
    {
        foreach (string name in (string[])["bicycle", "fish", "mug"])
            Pictures.Copy(name, _folder[$"pictures/{name}"], count: 12);
        SampleOutput output = await SampleProcess.RunAsync(
            "FeaturesWithAnyTrainer", _folder.Path, "--data", "pictures", "--workspace", "workspace", "--folds", "3");
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        Assert.Contains("36 usable pictures, 3 folds", output.Output);
        string[] rows = [.. output.Output.Split('\n').Where(line => line.Contains('±'))];
        Assert.Equal(3, rows.Length);
        // Drawn pictures of three kinds: a guess would have a third of them right.
        Assert.All(rows, row => Assert.InRange(Accuracy(row), .5, 1));
    }

    [Fact]
    public async Task Too_few_folds_are_refused()
    {
        SampleOutput output = await SampleProcess.RunAsync("FeaturesWithAnyTrainer", _folder.Path, "--folds", "1");
        Assert.Equal(2, output.ExitCode);
        Assert.Contains("at least 2", output.Error);
    }

    private static double Accuracy(string row)
        => double.Parse(row[..row.IndexOf('±')].Trim().Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
}
