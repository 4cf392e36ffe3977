namespace MLTransfer.Tool.Options;

/// <summary>The kinds of <see cref="Preprocessing"/> that have a name.</summary>
internal enum PreprocessingName
{
    /// <summary><see cref="Preprocessing.None"/>.</summary>
    None,

    /// <summary><see cref="Preprocessing.ImageNetTorch"/>.</summary>
    ImageNetTorch,

    /// <summary><see cref="Preprocessing.Keras"/>.</summary>
    Keras,

    /// <summary><see cref="Preprocessing.Caffe"/>.</summary>
    Caffe,
}

/// <summary>What the names stand for.</summary>
internal static class PreprocessingNames
{
    public static Preprocessing ToPreprocessing(this PreprocessingName name) => name switch
    {
        PreprocessingName.ImageNetTorch => Preprocessing.ImageNetTorch,
        PreprocessingName.Keras => Preprocessing.Keras,
        PreprocessingName.Caffe => Preprocessing.Caffe,
        _ => Preprocessing.None,
    };
}
