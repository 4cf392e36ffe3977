using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Training;

/// <summary>Reads views of labelled images into memory as features. Rows with bad images or without a label are left out, and said so.</summary>
internal sealed class FeatureSetReader(
    IHostEnvironment environment, FeatureExtractor extractor, BadImageCollector badImages, ImageTransferTrainer.Options options, LabelKeys labels)
{
    /// <param name="view">The images and labels.</param>
    /// <param name="reuse">Whether features in the cache are used.</param>
    /// <param name="progress">Is told how far it is.</param>
    public FeatureSet Read(IDataView view, bool reuse, IProgress<ExtractionProgress>? progress)
    {
        DataViewSchema.Column labelColumn = view.Schema.Require(options.LabelColumnName, "label");
        DataViewSchema.Column imageColumn = ImageColumn.Find(view.Schema, options.FeatureColumnName).Column;
        // Labels are noted as the images are read ahead; the features come back in the same order.
        var labelsUnderWay = new Queue<int>();
        var set = new FeatureSet();
        int withoutLabel = 0, bad = 0;
        foreach (ExtractedImage image in extractor.Extract(Images(), view.GetRowCount(), reuse, progress, options.CancellationToken))
        {
            int label = labelsUnderWay.Dequeue();
            if (image.Features is null)
            {
                badImages.Add(image.Bad!);
                bad++;
            }
            else
            {
                set.Add(image.Features, label, image.Name, image.Hash);
            }
        }

        badImages.Conclude(bad, bad + set.Count);
        if (withoutLabel > 0)
            environment.Warn($"Left out {withoutLabel} rows whose label is missing or none of the classes.");
        extractor.ReportCacheProblem(environment);
        return set;

        IEnumerable<ImageSource> Images()
        {
            using DataViewRowCursor cursor = view.GetRowCursor([labelColumn, imageColumn]);
            Func<int> label = labels.CreateGetter(cursor, labelColumn);
            Func<ImageSource> image = ImageColumn.Find(view.Schema, options.FeatureColumnName).CreateGetter(cursor, options.ImageFolder);
            while (cursor.MoveNext())
            {
                int current = label();
                if (current < 0)
                {
                    withoutLabel++;
                    continue;
                }

                labelsUnderWay.Enqueue(current);
                yield return image();
            }
        }
    }
}
