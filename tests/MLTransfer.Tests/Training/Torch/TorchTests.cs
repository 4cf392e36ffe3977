namespace MLTransfer.Tests.Training.Torch;

/// <summary>Tests that use Torch run one after the other: some count the tensors that are alive in the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchTests
{
    public const string Name = "Torch";
}
