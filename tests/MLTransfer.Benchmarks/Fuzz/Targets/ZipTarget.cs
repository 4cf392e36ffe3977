using System.Buffers.Binary;
using System.IO.Compression;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>A classifier as ML.NET's .zip: damaged as a file, or whole with a damaged network in it.</summary>
internal sealed class ZipTarget(string folder) : FuzzTarget
{
    private readonly string _photo = JpegFiles.In(OwnPictures.Folder).First();

    /// <summary>The network of the classifier, an ONNX file.</summary>
    public required byte[] Network { get; init; }

    public override bool Read(byte[] file) => ModelTarget.Read(file, folder, _photo);

    protected override byte[] Mutate(int number, Random random) => (number % 4) switch
    {
        1 => Packed(NetworkMutation.Of(Network, random)),
        3 => Packed(ByteMutation.Of([Network], random)),
        _ => base.Mutate(number, random),
    };

    private static byte[] Packed(byte[] network)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("TransformerChain/OnnxModel").Open();
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, network.Length);
            entry.Write(length);
            entry.Write(network);
        }

        return bytes.ToArray();
    }
}
