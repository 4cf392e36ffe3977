using System.Security.Cryptography;
using System.Text;

namespace MLTransfer.Evaluation.Report;

/// <summary>The style sheet and the script of the page, which it holds in itself.</summary>
internal static class ReportResources
{
    public static string Style { get; } = Read("report.css");

    public static string Script { get; } = Read("report.js");

    /// <summary>
    /// A policy by which the browser runs this script and style and no others, and loads nothing from anywhere: should a name ever become markup,
    /// it still does nothing.
    /// </summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; img-src data:; style-src {HashOf(Style)}; script-src {HashOf(Script)}; base-uri 'none'; form-action 'none'";

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Read(string name)
    {
        using Stream stream = typeof(ReportResources).Assembly.GetManifestResourceStream($"MLTransfer.Report.{name}")!;
        using var reader = new StreamReader(stream);
        // Browsers turn line ends into \n before they hash.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
