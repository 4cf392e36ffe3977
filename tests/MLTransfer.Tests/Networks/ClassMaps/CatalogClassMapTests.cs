using MLTransfer.Backbones.Keras;
using MLTransfer.Networks;
using MLTransfer.Networks.ClassMaps;
using Onnx;

namespace MLTransfer.Tests.Networks.ClassMaps;

/// <summary>Every network of the catalog, without the numbers of its weights.</summary>
public class CatalogClassMapTests
{
    public static TheoryData<KerasNetwork> All { get; } = [.. Enum.GetValues<KerasNetwork>()];

    [Theory]
    [MemberData(nameof(All))]
    public void A_linear_classifier_on_it_has_an_exact_map_of_its_last_stage(KerasNetwork kind)
    {
        KerasModel model = KerasCatalog.Of(kind);
        ModelProto network = model.Network(model.DefaultSize, includeTop: false, new KerasShapes());
        string output = network.Graph.Output[0].Name;
        long[] shape = NetworkProbe.ShapesOf(network, [output], model.Name)[output];
        foreach (FeaturePooling pooling in Enum.GetValues<FeaturePooling>())
        {
            ModelProto classifier = NetworkSlice.ShallowCopy(network);
            FeatureOutput.Append(classifier, shape, pooling, out int length);
            ClassifierHead.Append(classifier, TensorNames.Features, new float[2 * length], new float[2]);
            PooledClassifier found = PooledClassifierFinder.Find(classifier, TensorNames.Logits)!;
            Assert.Equal(pooling != FeaturePooling.Max, found.IsExact);
            Assert.Equal(shape, found.Map.Shape);
            Assert.InRange(found.Map.Width, 7, 14);
        }
    }
}
