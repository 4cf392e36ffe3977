using MLTransfer;

namespace WebApi;

/// <summary>What the sender of a photo gets, as JSON.</summary>
/// <param name="Label">The most probable class.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
/// <param name="Scores">The probability of every class, in no order that all readers of JSON would keep.</param>
internal sealed record PhotoAnswer(string Label, float Probability, IReadOnlyDictionary<string, float> Scores)
{
    public static PhotoAnswer Of(ImagePrediction prediction) => new(
        prediction.Label, prediction.Probability, new Dictionary<string, float>(prediction.Top(prediction.Scores.Count)));
}
