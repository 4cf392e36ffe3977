using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Training;

/// <summary>The features, labels and names of a set of images, in memory. An image may be there in several versions, a row each.</summary>
internal sealed class FeatureSet
{
    private readonly List<float[]> _features = [];
    private readonly List<int> _labels = [];
    private readonly List<string> _names = [];
    private readonly List<ContentHash> _hashes = [];
    private readonly List<ImageItem> _items = [];

    /// <summary>The number of rows.</summary>
    public int Count => _features.Count;

    public IReadOnlyList<float[]> Features => _features;

    /// <summary>The classes, counted from 0.</summary>
    public IReadOnlyList<int> Labels => _labels;

    public IReadOnlyList<string> Names => _names;

    /// <summary>The hashes of the images' contents: the same for all versions of an image.</summary>
    public IReadOnlyList<ContentHash> Hashes => _hashes;

    /// <summary>Where each image came from, and which version of it the row is.</summary>
    public IReadOnlyList<ImageItem> Items => _items;

    /// <summary>The number of images, versions of one counted once.</summary>
    public int ImageCount => _items.Count(i => i.View.Number == 0);

    public void Add(float[] features, int label, string name, ContentHash hash, ImageItem item = default)
    {
        _features.Add(features);
        _labels.Add(label);
        _names.Add(name);
        _hashes.Add(hash);
        _items.Add(item);
    }

    /// <summary>The rows at some indices.</summary>
    public FeatureSet Select(IEnumerable<int> indices)
    {
        var selected = new FeatureSet();
        foreach (int i in indices)
            selected.Add(_features[i], _labels[i], _names[i], _hashes[i], _items[i]);
        return selected;
    }

    /// <summary>The images themselves, without their other versions.</summary>
    public FeatureSet Plain() => ImageCount == Count ? this : Select(Enumerable.Range(0, Count).Where(i => _items[i].View.Number == 0));

    /// <summary>The same rows with other features.</summary>
    public FeatureSet WithFeatures(IReadOnlyList<float[]> features)
    {
        var other = new FeatureSet();
        for (int i = 0; i < Count; i++)
            other.Add(features[i], _labels[i], _names[i], _hashes[i], _items[i]);
        return other;
    }

    /// <summary>The activations of some rows at the tap of the network that they were extracted with, one after the other.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="extractor">Has the activations.</param>
    public float[] ActivationsOf(IReadOnlyList<int> rows, FeatureExtractor extractor)
    {
        var activations = new float[rows.Count * extractor.Network.Tap!.Length];
        (ImageItem Item, ContentHash Key)[] items = [.. rows.Select(row => (_items[row], _items[row].View.KeyOf(_hashes[row])))];
        extractor.ReadActivations(items, keep: true, activations, CancellationToken.None);
        return activations;
    }

    /// <summary>The number of rows of each class.</summary>
    public int[] CountByClass(int classes)
    {
        var counts = new int[classes];
        foreach (int label in _labels)
            counts[label]++;
        return counts;
    }
}
