using MLTransfer.Backbones.Keras;
using PureHDF;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>Weights as Keras saves them, in HDF5: opened, paired with layers, and taken.</summary>
internal sealed class KerasTarget : FuzzTarget
{
    private static readonly KerasTensor[] Wanted =
    [
        new("conv", "kernel", [3, 3, 3, 4]), new("conv", "bias", [4]), new("bn", "gamma", [4]), new("bn", "beta", [4]),
        new("bn", "moving_mean", [4]), new("bn", "moving_variance", [4]),
    ];

    private readonly string _path;

    private KerasTarget(string path) => _path = path;

    // The reader of HDF5 allocates, once, what a damaged file says before it reads it: what is never written to takes no RAM.
    public override long MostAllocated => Array.MaxLength + base.MostAllocated;

    public static KerasTarget Create(string name, string folder)
    {
        string path = Path.Combine(folder, "mutated.h5");
        return new KerasTarget(path) { Name = name, Seeds = [Write(path, chunked: false), Write(path, chunked: true)] };
    }

    public override bool Read(byte[] file)
    {
        File.WriteAllBytes(_path, file);
        using var weights = KerasWeightsFile.Open(_path, "Small");
        weights.Pair(Wanted);
        foreach (KerasTensor tensor in Wanted)
            Require(weights.Take(tensor.Layer, tensor.Role, [.. tensor.Shape]).All(float.IsFinite), "weights that are not numbers");
        return true;
    }

    private static byte[] Write(string path, bool chunked)
    {
        var file = new H5File { Attributes = new() { ["layer_names"] = Wanted.Select(t => t.Layer).Distinct().ToArray() } };
        foreach (IGrouping<string, KerasTensor> layer in Wanted.GroupBy(t => t.Layer))
        {
            var group = new H5Group { Attributes = new() { ["weight_names"] = layer.Select(t => t.Role).ToArray() } };
            foreach (KerasTensor tensor in layer)
            {
                ulong[] shape = [.. tensor.Shape.Select(d => (ulong)d)];
                float[] values = [.. Enumerable.Range(0, (int)tensor.Elements).Select(i => i * .125f)];
                group[tensor.Role] = new H5Dataset(values, chunks: chunked ? [.. shape.Select(d => (uint)d)] : null, fileDims: shape);
            }

            file[layer.Key] = group;
        }

        file.Write(path);
        return File.ReadAllBytes(path);
    }
}
