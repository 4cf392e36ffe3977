using System.Globalization;
using MLTransfer;

namespace Backbones;

/// <summary>Backbones side by side, as a table in Markdown.</summary>
internal static class BackboneTable
{
    private static readonly string[] Heading =
    [
        "| backbone | parameters | with classifier | multiply-adds | features | input | licence of the weights | tested with | source |",
        "|---|---:|---:|---:|---:|---:|---|---|---|",
    ];

    public static IEnumerable<string> Of(IEnumerable<Backbone> backbones) => Heading.Concat(backbones.Select(Row));

    private static string Row(Backbone backbone)
    {
        BackboneInfo info = backbone.Info;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {backbone.Name} | {info.Parameters:N0} | {info.ParametersWithTop:N0} | {info.MultiplyAdds / 1e9:F2} G | {info.Features:N0} " +
            $"| {info.InputHeight} x {info.InputWidth} | {info.License} | {info.Verified} | {Link(info.Source)} |");
    }

    private static string? Link(string? source)
        => Uri.TryCreate(source, UriKind.Absolute, out Uri? address) ? $"[{Path.GetFileName(address.AbsolutePath)}]({address})" : source;
}
