namespace MLTransfer.Tool.Options;

/// <summary>When training stops early: <see cref="EarlyStopping"/> by its names.</summary>
internal static class EarlyStoppingOptionSet
{
    public static OptionSet<EarlyStopping> Create() => new OptionSet<EarlyStopping>()
        .Add<EarlyStoppingMetric>(
            "--early-stopping", null, "stops when this no longer gains on the validation set", (o, v) => o with { Metric = v })
        .Add<int>("--patience", "N", "... for so many epochs (default: 20)", (o, v) => o with { Patience = v })
        .Add<float>("--min-delta", "X", "... by at least so much (default: 0.01)", (o, v) => o with { MinDelta = v });
}
