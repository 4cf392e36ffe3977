using MLTransfer.Training.FineTuning;

namespace MLTransfer.Tests.Training.FineTuning;

public class ClassWeightsTests
{
    [Fact]
    public void Every_class_counts_the_same_and_the_mean_image_1()
    {
        int[] counts = [10, 1, 0, 989];
        float[] weights = ClassWeights.Balanced(counts);
        Assert.Equal(0, weights[2]);
        Assert.Equal(counts.Sum(), counts.Zip(weights, (c, w) => (double)c * w).Sum(), 1e-2);
        Assert.All([0, 1, 3], c => Assert.Equal(1000 / 3f, counts[c] * weights[c], 1e-2f));
    }

    [Fact]
    public void Balanced_classes_have_weight_1()
        => Assert.Equal([1, 1, 1], ClassWeights.Balanced([7, 7, 7]));

    [Fact]
    public void A_set_without_images_has_no_weights()
        => Assert.Equal([0, 0], ClassWeights.Balanced([0, 0]));
}
