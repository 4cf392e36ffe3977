namespace MLTransfer;

/// <summary>What an <see cref="AuditFinding"/> is about.</summary>
public enum AuditFindingKind
{
    /// <summary>A photo that cannot be used. Score: 1.</summary>
    BadImage,

    /// <summary>
    /// The same photo, or nearly, in two of training, validation and test set: what is measured there is too good. Score: the likeness, 0 to 1.
    /// </summary>
    Leak,

    /// <summary>The same photo, or nearly, twice in one set. Score: the likeness, 0 to 1.</summary>
    Duplicate,

    /// <summary>
    /// A photo whose label a classifier that did not learn from it contradicts. Score: 0.5 where label and contradiction are equally probable, 1
    /// where the label is out of the question.
    /// </summary>
    LabelSuspect,

    /// <summary>
    /// A photo unlike all others of its class. Score: how far it is from its nearest neighbours there, in robust standard deviations of its class.
    /// </summary>
    Outlier,

    /// <summary>A class with far fewer photos than the largest, or with too few. Score: how many times as many the largest has.</summary>
    ClassImbalance,

    /// <summary>Two classes that are taken for one another. Score: the share of their photos that are, 0 to 1.</summary>
    SimilarClasses,

    /// <summary>A photo of few pixels. Score: the length of its short side, in pixels.</summary>
    TinyImage,

    /// <summary>A photo that is blurred, or shows next to nothing. Score: the variance of its Laplacian.</summary>
    BlurredImage,

    /// <summary>A photo far longer than wide, or the other way round: most of it is cropped away. Score: long side / short side.</summary>
    ExtremeAspect,
}
