namespace MLTransfer.Training;

/// <summary>What a <see cref="GainWatch"/> remembers.</summary>
/// <param name="Best">The highest merit so far: an accuracy, or a loss with its sign changed.</param>
/// <param name="LastGain">The merit when it last counted as a gain.</param>
/// <param name="Waited">The number of epochs since.</param>
internal sealed record GainState(double Best, double LastGain, int Waited);
