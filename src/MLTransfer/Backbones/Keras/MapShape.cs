namespace MLTransfer.Backbones.Keras;

/// <summary>The shape of a layer's output for one image; a vector is as many channels of one pixel.</summary>
internal readonly record struct MapShape(int Channels, int Height, int Width);
