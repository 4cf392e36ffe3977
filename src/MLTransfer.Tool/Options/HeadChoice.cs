namespace MLTransfer.Tool.Options;

/// <summary>The kind of classifier on the features, as the command line says it.</summary>
internal sealed record HeadChoice
{
    public HeadKind Kind { get; init; } = HeadKind.Linear;

    public int? Units { get; init; }

    public float? Dropout { get; init; }

    public static OptionSet<HeadChoice> CreateOptions() => new OptionSet<HeadChoice>()
        .Add<HeadKind>(
            "--head", null, "the kind of classifier on the features (default: Linear; Mlp has a hidden layer)",
            (o, v) => o with { Kind = v })
        .Add<int>("--units", "N", "hidden units of an Mlp (default: 256)", (o, v) => o with { Units = v })
        .Add<float>("--dropout", "X", "the share of them left out in each step (default: 0.5)", (o, v) => o with { Dropout = v });

    /// <exception cref="WrongUsageException">A linear head is to have what only the other has.</exception>
    public Head ToHead() => (Kind, Units, Dropout) switch
    {
        (HeadKind.Mlp, _, _) => Head.Mlp(Units ?? 256, Dropout ?? .5f),
        (_, null, null) => Head.Linear,
        _ => throw new WrongUsageException("--units and --dropout are for a head with a hidden layer: add --head Mlp."),
    };
}
