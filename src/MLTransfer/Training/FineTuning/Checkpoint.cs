using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLTransfer.Training.FineTuning;

/// <summary>A training run after an epoch.</summary>
/// <param name="Epoch">The number of epochs done.</param>
/// <param name="Arrays">Weights and optimiser state by name.</param>
/// <param name="Scalars">What else the run remembers; see <see cref="ToJson"/> and <see cref="ReadScalars"/>.</param>
internal sealed record Checkpoint(int Epoch, IReadOnlyDictionary<string, float[]> Arrays, JsonElement Scalars)
{
    // A loss may be infinite.
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>A record of scalars as <see cref="Scalars"/>.</summary>
    public static JsonElement ToJson<T>(T scalars) => JsonSerializer.SerializeToElement(scalars, Json);

    /// <summary>The record that <see cref="Scalars"/> was made of.</summary>
    public T ReadScalars<T>() => Scalars.Deserialize<T>(Json)!;
}
