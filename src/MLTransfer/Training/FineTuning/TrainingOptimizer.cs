namespace MLTransfer;

/// <summary>How weights follow gradients in fine-tuning.</summary>
public enum TrainingOptimizer
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with a momentum of 0.9. Takes learning rates some ten to a hundred times as large as AdamW's.</summary>
    Sgd,
}
