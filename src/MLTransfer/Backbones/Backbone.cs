using System.Security.Cryptography;
using MLTransfer.Backbones;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer;

/// <summary>
/// A pretrained network without its classifier: an ONNX graph that takes RGB 0..255 as float32 [N, 3, height, width], with its
/// normalisation inside. Nothing is read until it is needed; instances are immutable and thread-safe.
/// </summary>
public sealed partial class Backbone
{
    private readonly Lazy<LoadedBackbone> _loaded;
    private readonly Lazy<IReadOnlyDictionary<string, long[]>> _shapes;
    private readonly Lazy<IReadOnlyList<BackboneStage>> _stages;
    private readonly Lazy<BackboneInfo> _info;

    /// <param name="name">The name, for messages.</param>
    /// <param name="load">Loads it.</param>
    /// <param name="describe">Describes it, without its weights where possible.</param>
    internal Backbone(string name, Func<LoadedBackbone> load, Func<Backbone, BackboneInfo>? describe = null)
    {
        Name = name;
        // A failure is not remembered: the missing file may be there at the next try.
        _loaded = new(load, LazyThreadSafetyMode.PublicationOnly);
        // One run of the network tells all of them.
        _shapes = new(() => NetworkProbe.ShapesOf(Network, Cuts, Name), LazyThreadSafetyMode.PublicationOnly);
        _stages = new(FindStages, LazyThreadSafetyMode.PublicationOnly);
        describe ??= BackboneDescription.Of;
        _info = new(() => describe(this), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>
    /// ResNet-18 trained on ImageNet (512 features; stages conv1, layer1 to layer4), from the NuGet package
    /// Microsoft.ML.DnnImageFeaturizer.ResNet18, which the application references. It is CNTK's variant with block counts 2, 2, 2, 3.
    /// </summary>
    /// <remarks>He et al., "Deep Residual Learning for Image Recognition", 2015.</remarks>
    public static Backbone ResNet18 { get; } = new("ResNet18", ResNet18Package.Load, ResNet18Package.Describe);

    /// <summary>The name, for messages.</summary>
    public string Name { get; }

    /// <summary>How photos become its input.</summary>
    /// <exception cref="MLTransferException">The backbone cannot be loaded.</exception>
    public ResizePolicy Resize => _loaded.Value.Resize;

    /// <summary>The named stages, from input to output.</summary>
    /// <exception cref="MLTransferException">The backbone cannot be loaded.</exception>
    public IReadOnlyList<BackboneStage> Stages => _stages.Value;

    /// <summary>The tensors that every path from input to output crosses, in that order: all places where the network can be cut.</summary>
    /// <exception cref="MLTransferException">The backbone cannot be loaded.</exception>
    public IReadOnlyList<string> Cuts => _loaded.Value.Cuts;

    /// <summary>Size, cost, licence and source. The backbones of <see cref="FromKeras"/> need no weights for it.</summary>
    /// <exception cref="MLTransferException">The backbone cannot be loaded.</exception>
    public BackboneInfo Info => _info.Value;

    /// <summary>SHA-256 over the weights and everything else that decides what the network computes, in hexadecimal.</summary>
    /// <exception cref="MLTransferException">The backbone cannot be loaded.</exception>
    public string Sha256 => _loaded.Value.Sha256;

    /// <summary>The tensors of the old classifier that was cut off.</summary>
    internal IReadOnlySet<string> Classifier => _loaded.Value.Classifier;

    /// <summary>The published file that its weights come from by way of a <see cref="WeightStore"/>; null where they come from elsewhere.</summary>
    internal WeightFile? PublishedWeights { get; init; }

    /// <summary>The graph. Shared: never changed.</summary>
    internal ModelProto Network => _loaded.Value.Network;

    /// <summary>A network in an ONNX file of your own, such as one exported from PyTorch, Keras or ML.NET.</summary>
    /// <param name="path">The file. Its network takes one tensor [N or 1, 3, height, width] or [N or 1, height, width, 3] of float32, float16 or
    /// uint8; a fixed batch is freed. The classifier that it ends in is cut off: see <see cref="BackboneOptions.KeepClassifier"/>.</param>
    /// <param name="options">What the file does not say.</param>
    /// <exception cref="NetworkException">There is no such file, or (when the backbone is first used) it is damaged, keeps weights in other
    /// files, or is no such network.</exception>
    /// <exception cref="ArgumentException">The resize policy of the options cannot be, or their preprocessing is null.</exception>
    public static Backbone FromOnnx(string path, BackboneOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // It is read later, and must not move with the current folder.
        path = Path.GetFullPath(path);
        options ??= new BackboneOptions();
        ArgumentNullException.ThrowIfNull(options.Preprocessing);
        ArgumentNullException.ThrowIfNull(options.Preprocessing.Mean);
        ArgumentNullException.ThrowIfNull(options.Preprocessing.Deviation);
        options.Resize?.Validate();
        // The lists in it may be changed before the first use.
        options = options with
        {
            Preprocessing = options.Preprocessing with { Mean = [.. options.Preprocessing.Mean], Deviation = [.. options.Preprocessing.Deviation] },
            Stages = options.Stages?.ToArray(),
        };
        return File.Exists(path)
            ? new Backbone(options.Name ?? Path.GetFileName(path), () => OnnxBackbone.Load(path, options))
            : throw new NetworkException(path, "there is no such file.");
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>
    /// The tensor that a stage or tensor name stands for; the output for null. Features can be taken from any tensor, whether all paths cross it
    /// or not: what does not lead to it is left out.
    /// </summary>
    /// <exception cref="BackboneException">There is no such tensor; the message says where it can be cut.</exception>
    internal string FindCut(string? cut)
    {
        if (cut is null)
            return Network.Graph.Output[0].Name;
        if (Stages.FirstOrDefault(s => s.Name == cut) is { } stage)
            return stage.Tensor;
        return Network.Graph.Node.Any(n => n.Output.Contains(cut))
            ? cut
            : throw new BackboneException(Name, $"it cannot be cut at '{cut}'. {CutNames.Describe(this, cut)}");
    }

    /// <summary>The shape of a tensor for one image, without the batch; null where it is not a float tensor with a batch.</summary>
    internal long[]? ShapeOf(string tensor)
        => (Cuts.Contains(tensor) ? _shapes.Value : NetworkProbe.ShapesOf(Network, [tensor], Name)).GetValueOrDefault(tensor);

    private IReadOnlyList<BackboneStage> FindStages()
    {
        LoadedBackbone loaded = _loaded.Value;
        if (loaded.Stages is { } named)
        {
            if (named.FirstOrDefault(s => !Cuts.Contains(s.Value)) is { Key: not null } wrong)
            {
                string why = Classifier.Contains(wrong.Value) ? $"as it {CutNames.OfClassifier}" : "as not every path crosses that tensor.";
                throw new BackboneException(
                    Name, $"the stage '{wrong.Key}' cannot end at '{wrong.Value}', {why} " +
                    $"Every path crosses: {string.Join(", ", Cuts)}.");
            }

            int[] depths = [.. named.Select(stage => Cuts.TakeWhile(cut => cut != stage.Value).Count())];
            if (!depths.SequenceEqual(depths.Distinct().Order()))
                throw new BackboneException(Name, $"its stages must be given from input to output: {string.Join(", ", named.Select(s => s.Value))}.");
            if (named.CountBy(s => s.Key).FirstOrDefault(n => n.Value > 1) is { Key: { } twice })
                throw new BackboneException(Name, $"two of its stages are called '{twice}'.");

            return [.. named.Select(s => ShapeOf(s.Value) is { } shape
                ? new BackboneStage(s.Key, s.Value, shape)
                : throw new BackboneException(Name, $"the stage '{s.Key}' cannot end at '{s.Value}', which is not a float32 tensor with a batch."))];
        }

        return [.. StageFinder.Find(Network.Graph, Cuts, _shapes.Value).Select((s, i) => new BackboneStage(loaded.StageName(i), s.Tensor, s.Shape))];
    }

    /// <summary>SHA-256 of several parts, each preceded by its length so that no two lists of parts look alike.</summary>
    internal static string HashOf(params IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] part in parts)
        {
            hash.AppendData(BitConverter.GetBytes((long)part.Length));
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
