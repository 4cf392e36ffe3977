namespace MLTransfer.Tool.Progress;

/// <summary>What people call the phases.</summary>
internal static class PhaseNames
{
    public static string Of(TransferPhase phase) => phase switch
    {
        TransferPhase.Load => "find and split photos",
        TransferPhase.LoadBackbone => "load the pretrained network",
        TransferPhase.ExtractTraining => "features for training",
        TransferPhase.ExtractValidation => "features for validation",
        TransferPhase.ExtractTest => "features for testing",
        TransferPhase.ProbeStages => "measure what each stage tells",
        TransferPhase.TrainClassifier => "train the classifier",
        TransferPhase.FineTune => "fine-tune",
        TransferPhase.Evaluate => "measure it",
        TransferPhase.Audit => "look for what is wrong",
        _ => phase.ToString(),
    };
}
