using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLTransfer.Benchmarks.FineTuning;

/// <summary>
/// What a user of TorchSharp would write: <c>layer4</c> of the ResNet18 of Microsoft.ML.DnnImageFeaturizer.ResNet18, which has three blocks in it,
/// pooling, and a linear classifier. [N,256,14,14] to [N,classes].
/// </summary>
internal sealed class Layer4 : nn.Module<Tensor, Tensor>
{
    private readonly Sequential _layers;

    public Layer4(int classes)
        : base(nameof(Layer4))
    {
        _layers = nn.Sequential(
            new Block(256, 512, stride: 2), new Block(512, 512, stride: 1), new Block(512, 512, stride: 1),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _layers.forward(input);

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential _residual;
        private readonly Sequential? _shortcut;

        public Block(int inputs, int outputs, int stride)
            : base(nameof(Block))
        {
            _residual = nn.Sequential(
                nn.Conv2d(inputs, outputs, 3, stride, padding: 1, bias: false), nn.BatchNorm2d(outputs), nn.ReLU(),
                nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false), nn.BatchNorm2d(outputs));
            if (stride > 1)
                _shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias: false), nn.BatchNorm2d(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
            => nn.functional.relu(_residual.forward(input) + (_shortcut is null ? input : _shortcut.forward(input)));
    }
}
