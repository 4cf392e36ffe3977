namespace MLTransfer;

/// <summary>What a <see cref="TransferPipeline"/> is doing.</summary>
public enum TransferPhase
{
    /// <summary>Listing the images and splitting them.</summary>
    Load,

    /// <summary>Loading the pretrained network.</summary>
    LoadBackbone,

    /// <summary>Extracting the features of the training set.</summary>
    ExtractTraining,

    /// <summary>Extracting the features of the validation set.</summary>
    ExtractValidation,

    /// <summary>Extracting the features of the test set.</summary>
    ExtractTest,

    /// <summary>Training the classifier.</summary>
    TrainClassifier,

    /// <summary>Training the top of the network together with the classifier.</summary>
    FineTune,

    /// <summary>Measuring the classifier.</summary>
    Evaluate,

    /// <summary>Looking at the pixels of the images, and for what is wrong with images and labels.</summary>
    Audit,

    /// <summary>Extracting the features of all stages, and classifying the training images by those of each.</summary>
    ProbeStages,
}
