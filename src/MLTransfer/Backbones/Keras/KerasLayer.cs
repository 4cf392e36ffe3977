namespace MLTransfer.Backbones.Keras;

/// <summary>A layer of a Keras network.</summary>
/// <param name="Name">Its name, which is also that of its output.</param>
/// <param name="Inputs">The layers that it reads, in Keras's order.</param>
internal sealed record KerasLayer(string Name, IReadOnlyList<string> Inputs);
