namespace MLTransfer.Backbones.Keras;

/// <summary>Turns weights from the order in which TensorFlow keeps them into that of ONNX. No values stay no values.</summary>
internal static class KernelLayout
{
    /// <summary>[height, width, inputs, outputs] to [outputs, inputs, height, width].</summary>
    /// <remarks>
    /// The kernel of a depthwise convolution, [height, width, channels, 1], has one input and as many outputs as channels. That of a dense layer,
    /// [inputs, outputs], is one of area 1; behind Flatten it is [height * width * channels, outputs].
    /// </remarks>
    public static float[] ToOutputsFirst(float[] kernel, int area, int inputs, int outputs)
    {
        var turned = new float[kernel.Length];
        if (kernel.Length == 0)
            return turned;
        for (int position = 0; position < area; position++)
        {
            for (int input = 0; input < inputs; input++)
            {
                ReadOnlySpan<float> row = kernel.AsSpan(((position * inputs) + input) * outputs, outputs);
                for (int output = 0; output < outputs; output++)
                    turned[(((output * inputs) + input) * area) + position] = row[output];
            }
        }

        return turned;
    }
}
