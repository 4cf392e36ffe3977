namespace MLTransfer;

/// <summary>How much of the network learns.</summary>
public enum TransferMode
{
    /// <summary>The pretrained network stays as it is; a new classifier learns from its features.</summary>
    FeatureExtraction,

    /// <summary>
    /// As <see cref="FeatureExtraction"/>; then the top stages of the pretrained network learn together with the classifier, slowly. Needs libtorch,
    /// which the application references: package libtorch-cpu-linux-x64, libtorch-cpu-win-x64 or libtorch-cpu-osx-arm64.
    /// </summary>
    FineTuning,
}
