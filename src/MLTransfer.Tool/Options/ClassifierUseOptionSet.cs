namespace MLTransfer.Tool.Options;

/// <summary>How a classifier is used: <see cref="ImageClassifierOptions"/> by their names.</summary>
internal static class ClassifierUseOptionSet
{
    public static OptionSet<ImageClassifierOptions> Create() => new OptionSet<ImageClassifierOptions>()
        .Add<int>("--threads", "N", "threads, each decoding and running the network (default: one a processor)", (o, v) => o with { Threads = v })
        .Add<int>("--batch-size", "N", "images that go through the network together, per thread (default: 8)", (o, v) => o with { BatchSize = v })
        .Add<float>(
            "--abstain-below", "P", "the least probability to be sure of a class; text and JSON say of which images it is not (default: sure of all)",
            (o, v) => o with { AbstainBelow = v })
        .Add<long>(
            "--max-pixels", "N", "the largest image that is decoded, width times height (default: 100000000)",
            (o, v) => o with { Limits = o.Limits with { MaxPixels = v } });
}
