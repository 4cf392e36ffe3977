namespace MLTransfer.Networks;

/// <summary>What follows from the shape of a tensor.</summary>
internal static class TensorShape
{
    /// <summary>The number of elements: the product of the dimensions, 1 where there are none.</summary>
    public static long ElementCount(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, dimension) => product * dimension);
}
