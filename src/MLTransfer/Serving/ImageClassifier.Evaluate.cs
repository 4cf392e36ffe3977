using System.Collections.Immutable;
using Microsoft.ML;
using MLTransfer.Data;
using MLTransfer.Evaluation;
using MLTransfer.Extraction;
using MLTransfer.Training;

namespace MLTransfer;

public sealed partial class ImageClassifier
{
    /// <summary>Classifies images whose classes are known, in batches on all threads, and measures how well.</summary>
    /// <param name="images">The images and labels.</param>
    /// <param name="imageColumnName">The column of images: paths (text), encoded images (vector of bytes) or MLImage.</param>
    /// <param name="labelColumnName">The column of classes, keys or names; the names are those of <see cref="Labels"/>.</param>
    /// <param name="imageFolder">The folder that relative paths start from; null is the current one.</param>
    /// <param name="onBadImage">Is told of each image that cannot be used, which is then left out; null to fail there.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    /// <exception cref="BadImageException">An image cannot be used, and <paramref name="onBadImage"/> is null.</exception>
    /// <exception cref="EvaluationDataException">There are no usable images, or one has no label or one that is none of the classes.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public ClassifierMetrics Evaluate(
        IDataView images, string imageColumnName = "ImagePath", string labelColumnName = "Label", string? imageFolder = null,
        Action<BadImage>? onBadImage = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentException.ThrowIfNullOrEmpty(imageColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        DataViewSchema.Column label = images.Schema.Require(labelColumnName, "label");
        ImageColumn image = ImageColumn.Find(images.Schema, imageColumnName);
        LabelKeys labels = LabelKeys.Named(Labels);
        // Noted as the images are read ahead; the scores come back in the same order.
        var underWay = new Queue<int>();
        ImmutableArray<ScoredImage>.Builder scored = ImmutableArray.CreateBuilder<ScoredImage>();
        using SharedUse.Use use = _use.Begin();
        foreach (ExtractedImage result in _extractor.Extract(Sources(), images.GetRowCount(), reuse: false, progress: null, cancellationToken))
        {
            int index = underWay.Dequeue();
            if (result.Features is { } scores)
                scored.Add(new ScoredImage(result.Name, index, scores, Labels));
            else if (onBadImage is not null)
                onBadImage(result.Bad!);
            else
                throw new BadImageException(result.Bad!);
        }

        return Evaluator.Evaluate(new MLContext(), labels, scored.ToImmutable());

        IEnumerable<ImageSource> Sources()
        {
            using DataViewRowCursor cursor = images.GetRowCursor([label, image.Column]);
            var known = new KnownClass(labels, cursor, label);
            Func<ImageSource> sourceOf = image.CreateGetter(cursor, imageFolder);
            while (cursor.MoveNext())
            {
                ImageSource source = sourceOf();
                underWay.Enqueue(known.Require(source.Name));
                yield return source;
            }
        }
    }
}
