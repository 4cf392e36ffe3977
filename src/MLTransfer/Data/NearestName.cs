namespace MLTransfer.Data;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>
    /// The name with the fewest letters to change, insert or leave out; null where that is more than a third of them, or two names are as near.
    /// </summary>
    /// <param name="name">The mistyped name; upper and lower case are the same.</param>
    /// <param name="names">The names there are.</param>
    public static string? Of(string name, IEnumerable<string> names)
    {
        (string Name, int Distance)[] near =
        [
            .. names.Distinct().Select(n => (Name: n, Distance: Distance(name, n)))
                .Where(n => n.Distance <= Math.Max(name.Length, n.Name.Length) / 3).OrderBy(n => n.Distance),
        ];
        return near.Length == 0 || (near.Length > 1 && near[1].Distance == near[0].Distance) ? null : near[0].Name;
    }

    /// <summary>Levenshtein's edit distance, by rows of Wagner and Fischer's table.</summary>
    private static int Distance(string a, string b)
    {
        int[] above = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int[] row = new int[b.Length + 1];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int change = char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]) ? 0 : 1;
                row[j + 1] = Math.Min(above[j] + change, 1 + Math.Min(above[j + 1], row[j]));
            }

            above = row;
        }

        return above[^1];
    }
}
