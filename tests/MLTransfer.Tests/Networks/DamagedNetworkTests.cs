using System.Text;
using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class DamagedNetworkTests
{
    private static void Try(TemporaryFolder folder, byte[] bytes, string what)
    {
        Backbone backbone = OnnxFile.Write(folder, bytes, new BackboneOptions { Preprocessing = Preprocessing.Caffe });
        foreach (Func<object> use in (Func<object>[])[() => backbone.Stages, () => backbone.Sha256, () => backbone.Info])
        {
            try
            {
                _ = use();
            }
            catch (Exception e)
            {
                Assert.True(e is MLTransferException, $"{what}: {e}");
            }
        }
    }

    [Fact]
    public void A_missing_file_is_said_at_once()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no such file", Assert.Throws<NetworkException>(() => Backbone.FromOnnx(folder["none.onnx"])).Message);
        Assert.Contains("no such file", Assert.Throws<NetworkException>(() => Backbone.FromOnnx(folder.Path)).Message);
        Assert.Throws<ArgumentException>(() => Backbone.FromOnnx(""));
    }

    [Fact]
    public void A_file_that_went_away_is_a_network_error()
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, TinyNetwork.Create());
        File.Delete(folder["network.onnx"]);
        Assert.Contains("cannot be read", Assert.Throws<NetworkException>(() => backbone.Cuts).Message);
    }

    [Fact]
    public void A_relative_path_does_not_move_with_the_current_folder()
    {
        using var folder = new TemporaryFolder();
        string path = folder["network.onnx"];
        File.WriteAllText(path, "no network");
        Backbone backbone = Backbone.FromOnnx(Path.GetRelativePath(Directory.GetCurrentDirectory(), path));
        Assert.Equal(path, Assert.Throws<NetworkException>(() => backbone.Cuts).Network);
    }

    [Theory]
    [InlineData("")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 45000000\n")]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public void Other_content_is_no_network(string content)
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, Encoding.UTF8.GetBytes(content));
        Assert.Contains("not an ONNX file", Assert.Throws<NetworkException>(() => backbone.Cuts).Message);
    }

    [Fact]
    public void A_truncated_file_is_a_network_error()
    {
        byte[] whole = TinyNetwork.Create(batch: 1).ToByteArray();
        using var folder = new TemporaryFolder();
        for (int length = 0; length < whole.Length; length += 1 + length / 4)
        {
            Backbone backbone = OnnxFile.Write(folder, whole[..length]);
            Assert.Throws<NetworkException>(() => backbone.Cuts);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Random_damage_is_never_more_than_an_MLTransferException(int batch)
    {
        // Weights are most of a file: with few of them, damage hits the structure.
        byte[] whole = WithoutMostWeights(TinyNetwork.Create(batch: batch)).ToByteArray();
        var random = new Random(batch + 1);
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 300; i++)
        {
            var bytes = whole.ToList();
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(bytes.Count);
                if (random.Next(3) == 0)
                    bytes.RemoveAt(at);
                else if (random.Next(2) == 0)
                    bytes.Insert(at, (byte)random.Next(256));
                else
                    bytes[at] = (byte)random.Next(256);
            }

            Try(folder, [.. bytes], $"batch {batch}, mutation {i}");
        }
    }

    [Fact]
    public void Wrong_fields_in_a_well_formed_file_are_never_more_than_an_MLTransferException()
    {
        using var folder = new TemporaryFolder();
        long[] sizes = [-1, 0, 1, 2, 3, 1000, int.MaxValue, 1L << 32, long.MaxValue, long.MinValue];
        foreach (long size in sizes)
        {
            for (int dimension = 0; dimension < 4; dimension++)
            {
                ModelProto input = TinyNetwork.Create(batch: 1), weights = TinyNetwork.Create(batch: 1);
                input.Graph.Input[0].Type.TensorType.Shape.Dim[dimension].DimValue = size;
                weights.Graph.Initializer[0].Dims[dimension] = size;
                Try(folder, input.ToByteArray(), $"input dimension {dimension} = {size}");
                Try(folder, weights.ToByteArray(), $"weight dimension {dimension} = {size}");
            }

            ModelProto shape = TinyNetwork.Create(batch: 1);
            shape.Graph.Initializer[^1] = GraphElements.Tensor("shape", 1, size);
            Try(folder, shape.ToByteArray(), $"shape {size}");
        }
    }

    [Fact]
    public void Missing_fields_are_never_more_than_an_MLTransferException()
    {
        using var folder = new TemporaryFolder();
        Action<GraphProto>[] changes =
        [
            g => g.Node[0].Input.Clear(),
            g => g.Node[0].Input.RemoveAt(1),
            g => g.Node[0].Output.Clear(),
            g => g.Node[0].OpType = "",
            g => g.Node[^1].Input.RemoveAt(1),
            g => g.Input.Clear(),
            g => g.Input[0].Name = "",
            g => g.Input[0].Type = null,
            g => g.Input[0].Type.TensorType.Shape = null,
            g => g.Output.Clear(),
            g => g.Output[0].Name = "",
            g => g.Initializer.Clear(),
            g => g.Initializer[0].Name = "",
            g => g.Initializer[0].RawData = ByteString.Empty,
            g => g.Initializer[0].Dims.Clear(),
            g => g.SparseInitializer.Add(new SparseTensorProto()),
            g => g.Node.Insert(0, GraphElements.Node("Constant", [], "c")),
        ];
        for (int i = 0; i < changes.Length; i++)
        {
            ModelProto network = TinyNetwork.Create(batch: 1);
            changes[i](network.Graph);
            Try(folder, network.ToByteArray(), $"change {i}");
        }
    }

    private static ModelProto WithoutMostWeights(ModelProto network)
    {
        foreach (TensorProto weights in network.Graph.Initializer.Where(t => t.Dims.Count == 4).Skip(1))
            weights.RawData = ByteString.Empty;
        return network;
    }
}
