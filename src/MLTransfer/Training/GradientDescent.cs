using System.Numerics.Tensors;

namespace MLTransfer.Training;

/// <summary>Stochastic gradient descent at a fixed rate, as ML.NET's ImageClassificationTrainer does it.</summary>
internal static class GradientDescent
{
    /// <param name="objective">What is minimised.</param>
    /// <param name="start">Where to start; not changed.</param>
    /// <param name="l2">The strength of L2 regularisation.</param>
    /// <param name="options">Learning rate, batch size, number of epochs, and the seed of the order of images.</param>
    /// <param name="afterEpoch">Is given the point after each pass over the images; stops by returning false.</param>
    public static float[] Minimise(
        SoftmaxObjective objective, float[] start, double l2, ImageTransferTrainer.Options options, Func<float[], bool> afterEpoch)
    {
        float[] point = [.. start], gradient = new float[start.Length];
        var random = new Random(options.Seed);
        int[] order = [.. Enumerable.Range(0, objective.Count)];
        for (int epoch = 0; epoch < (options.Epoch ?? HeadTrainer.DefaultEpochs); epoch++)
        {
            random.Shuffle(order);
            foreach (int[] batch in order.Chunk(options.BatchSize))
            {
                objective.Batch(batch).Evaluate(point, l2, gradient);
                TensorPrimitives.MultiplyAdd(gradient, -options.LearningRate!.Value, point, point);
            }

            if (!afterEpoch(point))
                break;
        }

        return point;
    }
}
