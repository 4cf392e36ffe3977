namespace MLTransfer.Backbones.Keras;

/// <summary>Where the layers of a network get their weights from.</summary>
internal interface IKerasWeights
{
    /// <summary>The values of a tensor in Keras's order: row by row of <paramref name="shape"/>; none at all where only shapes matter.</summary>
    /// <param name="layer">The layer's present name in Keras.</param>
    /// <param name="role">What the tensor is to the layer, such as <c>kernel</c> or <c>moving_mean</c>: its name in Keras.</param>
    /// <param name="shape">The shape in Keras.</param>
    /// <exception cref="BackboneException">There is no such tensor, or not of that shape.</exception>
    float[] Take(string layer, string role, params long[] shape);
}
