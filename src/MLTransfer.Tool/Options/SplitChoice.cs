namespace MLTransfer.Tool.Options;

/// <summary>How photos are divided, with the defaults of <see cref="TransferPipeline.Split"/>.</summary>
internal sealed record SplitChoice
{
    public double Validation { get; init; } = .15;

    public double Test { get; init; } = .15;

    public int Seed { get; init; } = 1;

    public static OptionSet<SplitChoice> CreateOptions() => new OptionSet<SplitChoice>()
        .Add<double>(
            "--validation", "X", "the share of photos that chooses between models (default: 0.15); folders that are split already stay so",
            (o, v) => o with { Validation = v })
        .Add<double>("--test", "X", "the share of photos that measures the result (default: 0.15)", (o, v) => o with { Test = v })
        .Add<int>("--seed", "N", "decides which photo goes where, and all else that is drawn (default: 1)", (o, v) => o with { Seed = v });
}
