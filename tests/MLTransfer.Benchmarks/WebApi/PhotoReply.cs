namespace MLTransfer.Benchmarks.WebApi;

/// <summary>What the server says of a photo, as far as it is compared.</summary>
internal sealed record PhotoReply(string Label, float Probability)
{
    // Batches of other sizes add up in another order.
    private const float Tolerance = 1e-3f;

    public bool Agrees(PhotoReply other) => Label == other.Label && Math.Abs(Probability - other.Probability) < Tolerance;
}
