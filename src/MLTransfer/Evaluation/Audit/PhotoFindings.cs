using System.Globalization;

namespace MLTransfer.Evaluation;

/// <summary>What single photos tell by themselves: tiny, blurred, too long.</summary>
internal static class PhotoFindings
{
    public static IEnumerable<AuditFinding> Find(AuditData data, AuditOptions options)
        => Enumerable.Range(0, data.Count).SelectMany(row => Find(data, row, data.Facts[row], options));

    private static IEnumerable<AuditFinding> Find(AuditData data, int row, PixelFacts facts, AuditOptions options)
    {
        // What is enlarged that much is blurred as well, but that is not another fault.
        if (facts.ShortSide < options.MinShortSide)
            yield return data.Find(AuditFindingKind.TinyImage, facts.ShortSide, $"It has only {facts.Width} x {facts.Height} pixels", row);
        else if (facts.Sharpness < options.MinSharpness)
            yield return data.Find(AuditFindingKind.BlurredImage, facts.Sharpness, Blurred(facts, options), row);
        if (facts.Aspect > options.MaxAspect)
            yield return data.Find(AuditFindingKind.ExtremeAspect, facts.Aspect, Extreme(facts), row);
    }

    private static string Blurred(PixelFacts facts, AuditOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"It is blurred, or shows next to nothing: the variance of its Laplacian is {facts.Sharpness:F1}, less than {options.MinSharpness}");

    private static string Extreme(PixelFacts facts) => string.Create(
        CultureInfo.InvariantCulture,
        $"With {facts.Width} x {facts.Height} pixels it is {facts.Aspect:F1} times as long as it is short, so a square crop shows little of it");
}
