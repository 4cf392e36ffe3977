namespace MLTransfer.Data;

/// <summary>One of several equal parts of the work on a data set.</summary>
/// <param name="Index">Which one, counted from 0.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct Shard(int Index, int Count)
{
    /// <summary>All of the work.</summary>
    public static Shard Whole { get; } = new(0, 1);

    public bool IsWhole => Count == 1;

    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public static Shard Of(int index, int count)
    {
        Bounds.Require(count >= 1, count, "at least 1, the number of shards that the work is divided into");
        Bounds.Require(
            index >= 0 && index < count, index, $"at least 0 and less than the number of shards, {count}; an array that counts from 1 needs 1 less");
        return new Shard(index, count);
    }

    public override string ToString() => $"shard {Index} of {Count}";
}
