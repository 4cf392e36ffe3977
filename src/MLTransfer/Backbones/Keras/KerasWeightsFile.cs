using System.Numerics.Tensors;
using MLTransfer.Data;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace MLTransfer.Backbones.Keras;

/// <summary>
/// Weights in a file as Keras releases them, or as Keras 1 and 2 save them (HDF5). Its layers are paired with those of the network by their order,
/// as Keras does, since their names differ from today's in several of the released files.
/// </summary>
internal sealed class KerasWeightsFile : IKerasWeights, IDisposable
{
    // To find out where a tensor lies could take as many bytes as one of so many values has.
    private const int LargestInDoubt = 1 << 14;

    private readonly IDisposable _file;
    private readonly UntrustedFile _content;
    private readonly string _path, _backbone;
    private readonly long _bytes;
    private readonly IReadOnlyList<KerasFileLayer> _layers;
    private readonly Dictionary<(string Layer, string Role), IH5Dataset> _tensors = [];

    private KerasWeightsFile(UntrustedFile content, string path, string backbone)
    {
        (_content, _path, _backbone, _bytes) = (content, path, backbone, content.Length);
        NativeFile file = H5File.Open(content);
        _file = file;
        _layers = KerasFileLayer.In(file, _bytes);
    }

    /// <summary>The names of the layers with weights, in the order of the file.</summary>
    public IEnumerable<string> LayerNames => _layers.Select(l => l.Name);

    /// <param name="path">The file.</param>
    /// <param name="backbone">Whose weights they are, for messages.</param>
    /// <exception cref="BackboneException">The file cannot be read, or is none that Keras wrote.</exception>
    public static KerasWeightsFile Open(string path, string backbone)
    {
        UntrustedFile? content = null;
        try
        {
            content = new UntrustedFile(path);
            return new KerasWeightsFile(content, path, backbone);
        }
        catch (Exception e)
        {
            content?.Dispose();
            throw e is IOException or UnauthorizedAccessException
                ? new BackboneException(backbone, $"its weights cannot be read: {e.Message}", e)
                : Unreadable(backbone, path, e);
        }
    }

    /// <summary>Finds the tensors of a network. The file may have more layers behind them, such as a classifier that the network lacks.</summary>
    /// <param name="tensors">The tensors, in the order in which Keras saves layers.</param>
    /// <exception cref="BackboneException">A layer of the network has no weights in the file, or weights of another shape.</exception>
    public void Pair(IReadOnlyList<KerasTensor> tensors)
    {
        long needed = 0;
        IGrouping<string, KerasTensor>[] layers = [.. tensors.GroupBy(t => t.Layer)];
        for (int i = 0; i < layers.Length; i++)
        {
            KerasTensor[] wanted = [.. layers[i]];
            if (i == _layers.Count)
            {
                throw Unfit(
                    wanted, $"the file has weights of {Quantity.Of(_layers.Count, "layer")}, and the network needs those of {layers.Length}. " +
                    "Files with 'notop' or 'no_top' in their name have none for the classifier");
            }

            Pair(wanted, _layers[i]);
            needed += wanted.Sum(t => t.Elements) * sizeof(float);
        }

        if (needed > _bytes)
        {
            throw new BackboneException(
                _backbone, $"{_path} is cut off or compressed: it has {_bytes} bytes, and the weights of the network have {needed}.");
        }
    }

    /// <exception cref="BackboneException">The values cannot be read, or lie in another file.</exception>
    public float[] Take(string layer, string role, params long[] shape)
    {
        var values = new float[new KerasTensor(layer, role, shape).Elements];
        bool liesHere;
        try
        {
            IH5Dataset dataset = _tensors[(layer, role)];
            long bytesRead = Read(dataset, values);
            if (values.Length is > 1 and <= LargestInDoubt)
                bytesRead = sizeof(float) + Read(dataset, values) - Read(dataset, new float[1], FirstOf(shape));
            liesHere = LiesHere(dataset.Layout.Class, sizeof(float) * values.LongLength, bytesRead);
        }
        catch (Exception e)
        {
            throw Unreadable(_backbone, _path, e);
        }

        // Neither hash nor size of this file would say anything about them.
        if (!liesHere)
        {
            throw new BackboneException(
                _backbone, $"{_path}: the {role} of the layer '{layer}' lies in another file, which is refused because such a reference can point " +
                "anywhere. Save the weights as one file.");
        }

        // One NaN would spread to all that the network computes.
        return values.Length == 0 || float.IsFinite(TensorPrimitives.MaxMagnitude<float>(values))
            ? values
            : throw new BackboneException(
                _backbone, $"{_path}: the {role} of the layer '{layer}' has values that are no numbers (NaN or infinite): the file is damaged, or " +
                "training diverged before it was saved.");
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Reads a tensor, and tells how many bytes of this file that took.</summary>
    private long Read(IH5Dataset dataset, float[] values, Selection? part = null)
    {
        long before = _content.BytesRead;
        dataset.Read(values, part);
        return _content.BytesRead - before;
    }

    private static HyperslabSelection FirstOf(long[] shape)
        => new(shape.Length, new ulong[shape.Length], [.. Enumerable.Repeat(1UL, shape.Length)]);

    /// <summary>Whether a tensor lies in this file, by how much was read of it: where it lies in another, only its description.</summary>
    private static bool LiesHere(H5DataLayoutClass layout, long bytes, long bytesRead) => layout switch
    {
        // It was read with the description of the tensor.
        H5DataLayoutClass.Compact => true,
        H5DataLayoutClass.Contiguous => bytesRead >= bytes,
        H5DataLayoutClass.Chunked => bytesRead > 0,
        _ => false,
    };

    private void Pair(KerasTensor[] wanted, KerasFileLayer found)
    {
        if (found.Tensors.Count != wanted.Length)
            throw Unfit(wanted, $"'{found.Name}', which is in its place, has {string.Join(", ", found.Tensors)}");
        for (int i = 0; i < wanted.Length; i++)
        {
            IH5Dataset dataset = Dataset(found, found.Tensors[i]);
            if (dataset.Type is not { Class: H5DataTypeClass.FloatingPoint, Size: sizeof(float) }
                || !dataset.Space.Dimensions.SequenceEqual(wanted[i].Shape.Select(d => (ulong)d)))
            {
                throw Unfit(
                    wanted, $"the {wanted[i].Role} in its place, '{found.Tensors[i]}' of '{found.Name}', is {Shape(dataset.Space.Dimensions)} of " +
                    $"{8 * dataset.Type.Size}-bit {dataset.Type.Class}");
            }

            _tensors[(wanted[i].Layer, wanted[i].Role)] = dataset;
        }
    }

    private IH5Dataset Dataset(KerasFileLayer layer, string tensor)
    {
        try
        {
            return layer.Group.Dataset(tensor);
        }
        catch (Exception e)
        {
            throw new BackboneException(_backbone, $"{_path}: the tensor '{tensor}' of the layer '{layer.Name}' cannot be found: {e.Message}", e);
        }
    }

    private BackboneException Unfit(KerasTensor[] wanted, string found)
    {
        string needs = string.Join(", ", wanted.Select(t => $"{t.Role} {Shape(t.Shape)}"));
        return new BackboneException(_backbone, $"{_path} does not fit the layer '{wanted[0].Layer}', which needs {needs}: {found}.");
    }

    private static BackboneException Unreadable(string backbone, string path, Exception reason)
        => new(backbone, $"{path} is no file of Keras weights (HDF5), or it is damaged: {reason.Message}", reason);

    private static string Shape<T>(IEnumerable<T> dimensions) => $"[{string.Join(", ", dimensions)}]";
}
