using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MLTransfer.Data;

/// <summary>What a split has to know of a row.</summary>
/// <param name="Name">The image's path, or a description.</param>
/// <param name="Label">The label as text.</param>
/// <param name="Given">The part that the view itself puts the row in, if it does.</param>
/// <param name="Content">The same text for images with the same content, whatever the order of the rows.</param>
internal readonly record struct ImageRow(string Name, string Label, ImagePart? Given, string Content);

/// <summary>The rows whose images are the same, byte for byte.</summary>
/// <param name="Content">What they have in common.</param>
/// <param name="Rows">Their numbers, in the order of the view.</param>
/// <param name="Labels">Their labels, each once; more than one is a contradiction in the data.</param>
internal sealed record ImageGroup(string Content, IReadOnlyList<int> Rows, IReadOnlyList<string> Labels)
{
    /// <summary>A place in an order that is as good as drawn by lot, and follows from the content alone.</summary>
    /// <param name="salt">Another one gives another order.</param>
    public UInt128 Rank(string salt) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\0{Content}")));

    /// <summary>Puts rows with the same image together.</summary>
    public static List<ImageGroup> Find(IReadOnlyList<ImageRow> rows, IEnumerable<int> among) =>
        [.. among.GroupBy(i => rows[i].Content, StringComparer.Ordinal).Select(same =>
            new ImageGroup(same.Key, [.. same], [.. same.Select(i => rows[i].Label).Distinct(StringComparer.Ordinal)]))];
}
