using MLTransfer.Networks;

namespace MLTransfer.Tests.Networks;

public class MultiplyAddsTests
{
    [Fact]
    public void A_layer_counts_its_outputs_times_their_summands()
    {
        var sketch = new NetworkSketch(16, 16);
        // 8 x 8 x 10 outputs of 3 x 3 x 3 summands; 8 x 8 x 10 of 3 x 3 (depthwise); 8 x 8 x 4 of 10.
        sketch.Conv("input", "first", 3, 10, stride: 2);
        sketch.ConvRelu("first", "depthwise", 10, 10, group: 10);
        sketch.Conv("depthwise", "pointwise", 10, 4, size: 1);
        sketch.Node("Flatten", ["pointwise"], "flat");
        // 5 outputs of 256 summands each.
        sketch.Node("Gemm", ["flat", sketch.Weights("dense", 5, 256)], "scores", GraphElements.Attribute("transB", 1L));
        sketch.Node("Gemm", ["scores", sketch.Weights("dense2", 5, 3)], "scores2");
        sketch.Node("MatMul", ["scores2", sketch.Weights("dense3", 3, 7)], "output");
        Assert.Equal((640 * 27) + (640 * 9) + (256 * 10) + (5 * 256) + (3 * 5) + (7 * 3), MultiplyAdds.Of(sketch.Build("output")));
    }

    [Fact]
    public void Matrices_that_are_both_computed_count_as_well()
    {
        var sketch = new NetworkSketch(16, 16);
        sketch.Conv("input", "maps", 3, 4, stride: 2);
        sketch.Node("MatMul", ["maps", "maps"], "output");
        Assert.Equal((256 * 27) + (256 * 8), MultiplyAdds.Of(sketch.Build("output")));
    }
}
