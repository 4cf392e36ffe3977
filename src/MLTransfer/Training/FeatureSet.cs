using MLTransfer.Data;

namespace MLTransfer.Training;

/// <summary>The features, labels and names of a set of images, in memory.</summary>
internal sealed class FeatureSet
{
    private readonly List<float[]> _features = [];
    private readonly List<int> _labels = [];
    private readonly List<string> _names = [];
    private readonly List<ContentHash> _hashes = [];

    public int Count => _features.Count;

    public IReadOnlyList<float[]> Features => _features;

    /// <summary>The classes, counted from 0.</summary>
    public IReadOnlyList<int> Labels => _labels;

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<ContentHash> Hashes => _hashes;

    public void Add(float[] features, int label, string name, ContentHash hash)
    {
        _features.Add(features);
        _labels.Add(label);
        _names.Add(name);
        _hashes.Add(hash);
    }

    /// <summary>The images at some indices.</summary>
    public FeatureSet Select(IEnumerable<int> indices)
    {
        var selected = new FeatureSet();
        foreach (int i in indices)
            selected.Add(_features[i], _labels[i], _names[i], _hashes[i]);
        return selected;
    }

    /// <summary>The number of images of each class.</summary>
    public int[] CountByClass(int classes)
    {
        var counts = new int[classes];
        foreach (int label in _labels)
            counts[label]++;
        return counts;
    }
}
