using System.Text;

namespace MLTransfer.Imaging;

/// <summary>Says what content that is in none of the decoded formats looks like, and what to do about it.</summary>
internal static class ForeignContent
{
    private const int Inspected = 512;
    private const string Formats = "JPEG, PNG, BMP, WebP or GIF";

    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Inspected)];
        if (ImageName(bytes) is string image)
            return $"{image} image: convert it to JPEG or PNG first";
        if (FileName(bytes) is string file)
            return $"looks like {file}, not like {Formats}";
        string start = Convert.ToHexString(bytes[..Math.Min(bytes.Length, 8)]);
        return $"is not {Formats} (it begins with the bytes {start})";
    }

    private static string? ImageName(ReadOnlySpan<byte> bytes)
    {
        if (Brand(bytes) is { } brand)
            return brand switch
            {
                "avif" or "avis" => "AVIF",
                "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "mif1" or "msf1" => "HEIC",
                "crx " => "Canon raw",
                _ => null,
            };
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8))
            return "TIFF or camera raw";
        if (bytes.StartsWith<byte>([0, 0, 1, 0]))
            return "Icon (ICO)";
        if (bytes.StartsWith("8BPS"u8))
            return "Photoshop";
        if (bytes.StartsWith<byte>([0xFF, 0x0A]) || bytes.StartsWith("\0\0\0\u000CJXL "u8))
            return "JPEG XL";
        if (bytes.StartsWith("\0\0\0\u000CjP  "u8))
            return "JPEG 2000";
        return LooksLikeText(bytes) && Text(bytes).Contains("<svg", StringComparison.OrdinalIgnoreCase) ? "SVG" : null;
    }

    private static string? FileName(ReadOnlySpan<byte> bytes)
    {
        if (Brand(bytes) is not null)
            return "a video";
        if (bytes.StartsWith("%PDF"u8))
            return "a PDF";
        if (bytes.StartsWith("PK\u0003\u0004"u8))
            return "a zip archive";
        if (bytes.StartsWith<byte>([0x1F, 0x8B]))
            return "a gzip archive";
        if (!LooksLikeText(bytes))
            return bytes.ContainsAnyExcept((byte)0) ? null : "a file of zeros";
        string text = Text(bytes).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith("version https://git-lfs", StringComparison.Ordinal))
            return "a Git LFS pointer (run 'git lfs pull')";
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.Contains("<html", StringComparison.OrdinalIgnoreCase))
            return "HTML (perhaps the error page of a download)";
        return text.StartsWith('<') ? "XML" : text.StartsWith('{') ? "JSON" : "text";
    }

    // ISO media files (HEIC, AVIF, MP4, MOV) begin with a box of type ftyp, whose first field names the kind.
    private static string? Brand(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 12 && bytes[4..8].SequenceEqual("ftyp"u8) ? Encoding.ASCII.GetString(bytes[8..12]) : null;

    private static bool LooksLikeText(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r') or 0x7F)
                return false;
        // High bytes alone could be anything; a text of 512 bytes in any alphabet has ASCII spaces, digits or line ends among them.
        return bytes.ContainsAnyInRange((byte)0x09, (byte)0x7E);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
