namespace MLTransfer.Tool.Options;

/// <summary>The kinds of <see cref="Head"/>.</summary>
internal enum HeadKind
{
    /// <summary><see cref="Head.Linear"/>.</summary>
    Linear,

    /// <summary><see cref="Head.Mlp"/>.</summary>
    Mlp,
}
