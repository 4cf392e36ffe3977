using MLTransfer.Data;
using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>Puts the sets of a split together again, each photo with the set that it is from.</summary>
/// <param name="classes">The names of the classes.</param>
internal sealed class AuditedSets(IReadOnlyList<string> classes)
{
    private readonly List<(FeatureSet Set, ImagePart? Part)> _sets = [];
    private readonly List<AuditFinding> _bad = [];

    /// <summary>The photos that cannot be used, as findings.</summary>
    public IReadOnlyList<AuditFinding> BadImages => _bad;

    /// <param name="set">The photos that can be used.</param>
    /// <param name="part">The set that they are.</param>
    /// <param name="bad">All photos so far that cannot be used.</param>
    public void Add(FeatureSet set, ImagePart? part, IReadOnlyList<BadImage> bad)
    {
        _sets.Add((set, part));
        foreach (BadImage image in bad.Skip(_bad.Count))
            _bad.Add(Finding(image, part));
    }

    /// <summary>The photos with what their pixels tell. One that changed since its features were extracted is bad.</summary>
    public AuditData With(IReadOnlyDictionary<ContentHash, PixelFacts> facts)
    {
        var all = new FeatureSet();
        var parts = new List<ImagePart?>();
        var known = new List<PixelFacts>();
        foreach ((FeatureSet set, ImagePart? part) in _sets)
        {
            for (int i = 0; i < set.Count; i++)
            {
                if (!facts.TryGetValue(set.Hashes[i], out PixelFacts? of))
                {
                    _bad.Add(Finding(new BadImage(set.Names[i], BadImageKind.Changed, "it was changed or removed while it was audited"), part));
                    continue;
                }

                all.Add(set.Features[i], set.Labels[i], set.Names[i], set.Hashes[i], set.Items[i]);
                parts.Add(part);
                known.Add(of);
            }
        }

        return new AuditData(all, parts, known, classes);
    }

    private static AuditFinding Finding(BadImage image, ImagePart? part) => new(AuditFindingKind.BadImage, 1, $"{image.Kind}: {image.Reason}")
    {
        Paths = [image.Path],
        Parts = [part?.ToText() ?? ""],
    };
}
