using System.Text.Json;

namespace MLTransfer.Training.FineTuning;

/// <summary>What stands before the arrays in a checkpoint, as JSON.</summary>
/// <param name="Key">The hash of all that decides the run.</param>
/// <param name="Epoch">The number of epochs done.</param>
/// <param name="Scalars">What else the run remembers.</param>
/// <param name="Names">The names of the arrays.</param>
/// <param name="Lengths">How many numbers each has.</param>
internal sealed record CheckpointHeader(string Key, int Epoch, JsonElement Scalars, string[] Names, int[] Lengths)
{
    /// <summary>The number of bytes of the arrays; -1 where the header makes no sense.</summary>
    public long ArrayBytes => Names is null || Lengths is null || Names.Length != Lengths.Length || Lengths.Any(n => n < 0)
        || Names.Any(n => n is null) || Names.Distinct(StringComparer.Ordinal).Count() != Names.Length
        ? -1
        : Lengths.Sum(n => (long)n * sizeof(float));
}
