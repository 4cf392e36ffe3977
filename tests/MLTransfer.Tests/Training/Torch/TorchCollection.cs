namespace MLTransfer.Tests.Training.Torch;

[CollectionDefinition("Torch", DisableParallelization = true)]
public sealed class TorchCollection;
