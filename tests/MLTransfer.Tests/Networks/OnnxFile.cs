using Google.Protobuf;
using Onnx;

namespace MLTransfer.Tests.Networks;

/// <summary>Networks written to a file, for Backbone.FromOnnx.</summary>
internal static class OnnxFile
{
    public static Backbone Write(TemporaryFolder folder, ModelProto network, BackboneOptions? options = null)
        => Write(folder, network.ToByteArray(), options);

    public static Backbone Write(TemporaryFolder folder, byte[] bytes, BackboneOptions? options = null)
    {
        string path = folder["network.onnx"];
        File.WriteAllBytes(path, bytes);
        return Backbone.FromOnnx(path, options);
    }

    /// <summary>Makes everything that a backbone loads lazily.</summary>
    public static void Use(Backbone backbone)
    {
        _ = backbone.Stages;
        _ = backbone.Sha256;
    }
}
