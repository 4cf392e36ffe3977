using Microsoft.ML;

namespace MLTransfer;

/// <summary>The three parts of a data set. Each is a view on rows of the view that was split, with all of its columns.</summary>
public sealed record ImageSplit
{
    private readonly Data.RowSubset _train;
    private readonly Data.RowSubset _validation;
    private readonly Data.RowSubset _test;

    internal ImageSplit(IDataView images, Data.ImagePart[] parts)
    {
        _train = new Data.RowSubset(images, parts, Data.ImagePart.Train);
        _validation = new Data.RowSubset(images, parts, Data.ImagePart.Validation);
        _test = new Data.RowSubset(images, parts, Data.ImagePart.Test);
    }

    /// <summary>What the model is fitted to.</summary>
    public IDataView Train => _train;

    /// <summary>What chooses between models: the epoch, the learning rate. Empty where its fraction is 0.</summary>
    public IDataView Validation => _validation;

    /// <summary>What chooses nothing, and so says how good the chosen model is. Empty where its fraction is 0.</summary>
    public IDataView Test => _test;

    /// <summary>The number of images in <see cref="Train"/>.</summary>
    public long TrainCount => _train.Count;

    /// <summary>The number of images in <see cref="Validation"/>.</summary>
    public long ValidationCount => _validation.Count;

    /// <summary>The number of images in <see cref="Test"/>.</summary>
    public long TestCount => _test.Count;

    /// <inheritdoc/>
    public override string ToString() => $"{TrainCount} to train, {ValidationCount} to validate, {TestCount} to test";
}
