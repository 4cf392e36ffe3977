using TrainerOptions = MLTransfer.ImageTransferTrainer.Options;

namespace MLTransfer.Tool.Options;

/// <summary>How features are extracted: <see cref="ExtractionOptions"/> by their names.</summary>
internal static class ExtractionOptionSet
{
    public static OptionSet<TrainerOptions> Create() => new OptionSet<TrainerOptions>()
        .Add<string>(
            "--cut", "STAGE|auto", "a stage or tensor of the backbone that features are taken from; auto measures all stages first "
            + "(default: its end)", (o, v) => o with { Cut = v == "auto" ? Cut.Auto : v })
        .Add<FeaturePooling>("--pooling", null, "how activations at the cut become one vector (default: Average)", (o, v) => o with { Pooling = v })
        .Add<Precision>(
            "--precision", "Auto|Float32|Int8", "the arithmetic of the frozen part (default: Auto, which is Int8 for 128 training images or "
            + "more on a processor that has instructions for it)", (o, v) => o with { Precision = v })
        .Add<int>(
            "--calibration-images", "N", "how many images Int8 is fitted to, at least 4 (default: an eighth of them, 16 to 64)",
            (o, v) => o with { CalibrationImages = v })
        .Add<int>("--threads", "N", "threads, each decoding and running the network (default: one a processor)", (o, v) => o with { Threads = v })
        .Add<string>(
            "--workspace-path", "FOLDER", "where features are kept from run to run (default: MLTRANSFER_HOME, else the user's cache folder)",
            (o, v) => o with { WorkspacePath = v })
        .Add<bool>("--cache", null, "whether features are kept from run to run (default: true)", (o, v) => o with { Cache = v })
        .Add<BadImagePolicy>(
            "--bad-images", null, "what becomes of images that cannot be used (default: LeaveOut)", (o, v) => o with { BadImages = v })
        .Add<long>(
            "--max-pixels", "N", "the largest image that is decoded, width times height (default: 100000000)",
            (o, v) => o with { Limits = o.Limits with { MaxPixels = v } });
}
