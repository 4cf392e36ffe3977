using MLTransfer.Data;

namespace MLTransfer;

/// <summary>The kind of classifier that is put on the features.</summary>
public sealed record Head
{
    private Head(int hiddenUnits, float dropout) => (HiddenUnits, Dropout) = (hiddenUnits, dropout);

    /// <summary>Logistic regression: logits = W x + b. Hard to beat on few photos; trained to its optimum in seconds.</summary>
    public static Head Linear { get; } = new(0, 0);

    /// <summary>The number of hidden units; 0 for a linear head.</summary>
    public int HiddenUnits { get; }

    /// <summary>The share of hidden units left out in each step of training.</summary>
    public float Dropout { get; }

    /// <summary>
    /// One hidden layer of rectified linear units with dropout, then logistic regression. Trained by AdamW with early stopping, in Torch: needs
    /// libtorch as <see cref="TransferMode.FineTuning"/> does.
    /// </summary>
    /// <param name="units">The number of hidden units, 1 to 65,536. Default: 256.</param>
    /// <param name="dropout">The share of units left out in each step, 0 to less than 1. Default: 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Head Mlp(int units = 256, float dropout = .5f)
    {
        Bounds.Require(units is >= 1 and <= 65_536, units, "from 1 to 65536");
        Bounds.Require(dropout is >= 0 and < 1, dropout, "at least 0 and less than 1");
        return new Head(units, dropout);
    }

    /// <summary>The kind and size, for people.</summary>
    public override string ToString() => HiddenUnits == 0 ? "linear" : $"{HiddenUnits} hidden units, dropout {Dropout}";
}
