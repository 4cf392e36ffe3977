using MLTransfer;

namespace WebApi;

/// <summary>What became of a photo: one of the two is there.</summary>
internal readonly record struct PhotoResult(ImagePrediction? Prediction, BadImage? Bad);
