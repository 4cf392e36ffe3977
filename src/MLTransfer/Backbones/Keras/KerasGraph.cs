using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Backbones.Keras;

/// <summary>
/// Writes an ONNX graph layer by layer, each as Keras defines it, from channels-last to channels-first. Every method takes the name that the layer
/// has in Keras and gives it back: it is also the name of the layer's output.
/// </summary>
internal sealed class KerasGraph
{
    // Versions that the rest of this library, ONNX Runtime and ML.NET read, and the first with a scale for each channel of quantised weights.
    private const int IrVersion = 7;
    private const int OpsetVersion = 13;

    private readonly GraphProto _graph;
    private readonly IKerasWeights _weights;
    private readonly List<KerasLayer> _layers = [];
    private readonly Dictionary<string, MapShape> _shapes = [];
    private readonly Dictionary<string, MapShape> _flattened = [];

    /// <param name="name">The name of the network.</param>
    /// <param name="size">The height and width of its images, in pixels.</param>
    /// <param name="weights">The weights of its layers.</param>
    public KerasGraph(string name, int size, IKerasWeights weights)
    {
        _graph = new GraphProto { Name = name };
        _weights = weights;
        _graph.Input.Add(GraphElements.BatchOf(Input, 3, size, size));
        Record(Input, [], new MapShape(3, size, size));
    }

    /// <summary>The input layer's name.</summary>
    public static string Input => "input_1";

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<KerasLayer> Layers => _layers;

    /// <summary>Channels, height and width of a layer's output.</summary>
    public MapShape ShapeOf(string layer) => _shapes[layer];

    /// <summary>Convolution; a square kernel unless a width is given.</summary>
    public string Conv2D(
        string input, int filters, int size, string name, int strides = 1, KerasPadding padding = KerasPadding.Valid, bool useBias = true,
        bool relu = false, int? width = null)
    {
        MapShape shape = _shapes[input];
        int kernelWidth = width ?? size;
        float[] kernel = _weights.Take(name, "kernel", size, kernelWidth, shape.Channels, filters);
        kernel = KernelLayout.ToOutputsFirst(kernel, size * kernelWidth, shape.Channels, filters);
        List<string> operands = [input, Constant($"{name}/kernel", kernel, filters, shape.Channels, size, kernelWidth)];
        if (useBias)
            operands.Add(Constant($"{name}/bias", _weights.Take(name, "bias", filters), filters));
        string sum = relu ? $"{name}/sum" : name;
        MapShape output = Window("Conv", operands, sum, shape, size, kernelWidth, strides, padding) with { Channels = filters };
        if (relu)
            Add("Relu", [sum], name);
        return Record(name, [input], output);
    }

    /// <summary>Convolution of each channel by itself, without bias.</summary>
    public string DepthwiseConv2D(string input, int size, string name, int strides = 1, KerasPadding padding = KerasPadding.Valid)
        => Record(name, [input], Depthwise(input, size, name, name, strides, padding));

    /// <summary>Convolution of each channel by itself, then of all at each position; without bias.</summary>
    public string SeparableConv2D(string input, int filters, int size, string name, KerasPadding padding = KerasPadding.Valid)
    {
        string depthwise = $"{name}/depthwise";
        MapShape shape = Depthwise(input, size, name, depthwise, 1, padding);
        float[] kernel = _weights.Take(name, "pointwise_kernel", 1, 1, shape.Channels, filters);
        string weights = Constant(
            $"{name}/pointwise_kernel", KernelLayout.ToOutputsFirst(kernel, 1, shape.Channels, filters), filters, shape.Channels, 1, 1);
        return Record(name, [input], Window("Conv", [depthwise, weights], name, shape, 1, 1, 1, KerasPadding.Valid) with { Channels = filters });
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) * gamma + beta, with frozen statistics.</summary>
    /// <param name="input">What is normalised.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="epsilon">What is added to the variance; Keras's default is 1e-3.</param>
    /// <param name="scale">Whether there is a gamma; else it is 1.</param>
    public string BatchNormalization(string input, string name, float epsilon = 1e-3f, bool scale = true)
    {
        int channels = _shapes[input].Channels;
        string[] roles = ["gamma", "beta", "moving_mean", "moving_variance"];
        List<string> operands = [input];
        foreach (string role in roles)
        {
            float[] values = role == "gamma" && !scale ? [.. Enumerable.Repeat(1f, channels)] : _weights.Take(name, role, channels);
            operands.Add(Constant($"{name}/{role}", values, channels));
        }

        Add("BatchNormalization", operands, name, GraphElements.Attribute("epsilon", epsilon));
        return Record(name, [input], _shapes[input]);
    }

    public string ReLU(string input, string name)
    {
        Add("Relu", [input], name);
        return Record(name, [input], _shapes[input]);
    }

    /// <summary>Everything below 0 becomes 0, everything above 6 becomes 6.</summary>
    public string ReLU6(string input, string name)
    {
        const string low = "relu6/min", high = "relu6/max";
        if (_graph.Initializer.All(i => i.Name != low))
        {
            _graph.Initializer.Add(GraphElements.Tensor(low, [0f], []));
            _graph.Initializer.Add(GraphElements.Tensor(high, [6f], []));
        }

        Add("Clip", [input, low, high], name);
        return Record(name, [input], _shapes[input]);
    }

    public string MaxPooling2D(string input, int size, string name, int strides, KerasPadding padding = KerasPadding.Valid)
        => Record(name, [input], Window("MaxPool", [input], name, _shapes[input], size, size, strides, padding));

    /// <summary>The mean of what the window covers of the image; the padding does not count.</summary>
    public string AveragePooling2D(string input, int size, string name, int strides, KerasPadding padding = KerasPadding.Valid)
        => Record(name, [input], Window("AveragePool", [input], name, _shapes[input], size, size, strides, padding));

    /// <summary>Zeros around the image, as many on both axes.</summary>
    public string ZeroPadding2D(string input, int before, int behind, string name)
    {
        MapShape shape = _shapes[input];
        string amounts = $"{name}/paddings";
        _graph.Initializer.Add(GraphElements.Tensor(amounts, 0L, 0, before, before, 0, 0, behind, behind));
        Add("Pad", [input, amounts], name);
        return Record(name, [input], shape with { Height = shape.Height + before + behind, Width = shape.Width + before + behind });
    }

    public string Add(string first, string second, string name)
    {
        Add("Add", [first, second], name);
        return Record(name, [first, second], _shapes[first]);
    }

    /// <summary>The channels of several layers, one after another.</summary>
    public string Concatenate(IReadOnlyList<string> inputs, string name)
    {
        Add("Concat", inputs, name, GraphElements.Attribute("axis", 1L));
        return Record(name, inputs, _shapes[inputs[0]] with { Channels = inputs.Sum(i => _shapes[i].Channels) });
    }

    /// <summary>The mean of each channel: [N, channels].</summary>
    public string GlobalAveragePooling2D(string input, string name)
    {
        Add("GlobalAveragePool", [input], $"{name}/mean");
        Add("Flatten", [$"{name}/mean"], name, GraphElements.Attribute("axis", 1L));
        return Record(name, [input], _shapes[input] with { Height = 1, Width = 1 });
    }

    /// <summary>All values of an image in a row, channels-first: a Dense layer behind it takes its rows in that order.</summary>
    public string Flatten(string input, string name)
    {
        MapShape shape = _flattened[name] = _shapes[input];
        Add("Flatten", [input], name, GraphElements.Attribute("axis", 1L));
        return Record(name, [input], new MapShape(shape.Channels * shape.Height * shape.Width, 1, 1));
    }

    /// <summary>Keras's Reshape of a vector into an image of one pixel.</summary>
    public string ReshapeToPixel(string input, string name)
    {
        int channels = _shapes[input].Channels;
        string shape = $"{name}/shape";
        _graph.Initializer.Add(GraphElements.Tensor(shape, 0L, channels, 1, 1));
        Add("Reshape", [input, shape], name);
        return Record(name, [input], new MapShape(channels, 1, 1));
    }

    public string Dense(string input, int units, string name, bool relu = false)
    {
        int inputs = _shapes[input].Channels;
        MapShape map = _flattened.GetValueOrDefault(input, new MapShape(inputs, 1, 1));
        float[] kernel = KernelLayout.ToOutputsFirst(_weights.Take(name, "kernel", inputs, units), map.Height * map.Width, map.Channels, units);
        string weights = Constant($"{name}/kernel", kernel, units, inputs);
        string bias = Constant($"{name}/bias", _weights.Take(name, "bias", units), units);
        string sum = relu ? $"{name}/sum" : name;
        Add("Gemm", [input, weights, bias], sum, GraphElements.Attribute("transB", 1L));
        if (relu)
            Add("Relu", [sum], name);
        return Record(name, [input], new MapShape(units, 1, 1));
    }

    /// <summary>The network whose output is a layer's.</summary>
    public ModelProto Build(string output)
    {
        _graph.Output.Add(GraphElements.Untyped(output));
        var network = new ModelProto { IrVersion = IrVersion, Graph = _graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OpsetVersion });
        return network;
    }

    private MapShape Depthwise(string input, int size, string layer, string output, int strides, KerasPadding padding)
    {
        MapShape shape = _shapes[input];
        float[] kernel = _weights.Take(layer, "depthwise_kernel", size, size, shape.Channels, 1);
        kernel = KernelLayout.ToOutputsFirst(kernel, size * size, 1, shape.Channels);
        string weights = Constant($"{layer}/depthwise_kernel", kernel, shape.Channels, 1, size, size);
        return Window("Conv", [input, weights], output, shape, size, size, strides, padding, GraphElements.Attribute("group", (long)shape.Channels));
    }

    private MapShape Window(
        string operation, IEnumerable<string> inputs, string output, MapShape shape, int height, int width, int strides, KerasPadding padding,
        params ReadOnlySpan<AttributeProto> more)
    {
        var rows = new SlidingWindow(shape.Height, height, strides, padding);
        var columns = new SlidingWindow(shape.Width, width, strides, padding);
        Add(
            operation, inputs, output,
            [
                GraphElements.Attribute("kernel_shape", height, width), GraphElements.Attribute("strides", strides, strides),
                GraphElements.Attribute("pads", rows.Before, columns.Before, rows.Behind, columns.Behind), .. more,
            ]);
        return shape with { Height = rows.Positions, Width = columns.Positions };
    }

    private void Add(string operation, IEnumerable<string> inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
        => _graph.Node.Add(GraphElements.Node(operation, inputs, output, attributes));

    private string Constant(string name, float[] values, params ReadOnlySpan<long> shape)
    {
        _graph.Initializer.Add(GraphElements.Tensor(name, values, shape));
        return name;
    }

    private string Record(string name, IReadOnlyList<string> inputs, MapShape shape)
    {
        _layers.Add(new KerasLayer(name, inputs));
        _shapes[name] = shape;
        return name;
    }
}
