namespace MLTransfer.Data;

/// <summary>Finds a class by its name.</summary>
internal static class LabelLookup
{
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">There is no such class; the message says which one is called alike.</exception>
    public static int RequireIndex(this IReadOnlyList<string> labels, string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
                return i;
        }

        string? near = NearestName.Of(label, labels);
        throw new ArgumentException($"There is no class '{label}'{(near is null ? "." : $"; did you mean '{near}'?")} See Labels.", nameof(label));
    }
}
