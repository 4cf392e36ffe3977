namespace MLTransfer.Tool.Output;

/// <summary>Rows of text in columns, for people: as wide as they need, numbers to the right.</summary>
internal sealed class TextTable(params TextColumn[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params IEnumerable<string> cells) => _rows.Add([.. cells.Select(Printable.Of)]);

    public void Write(TextWriter writer)
    {
        int[] widths = [.. columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Name.Length).Max())];
        foreach (string[] row in _rows.Prepend([.. columns.Select(c => c.Name)]))
        {
            IEnumerable<string> cells = row.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            writer.WriteLine($"  {string.Join("  ", cells)}".TrimEnd());
        }
    }
}

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsNumber">Whether its cells are numbers.</param>
internal sealed record TextColumn(string Name, bool IsNumber = false)
{
    public static implicit operator TextColumn(string name) => new(name);

    public static TextColumn Number(string name) => new(name, IsNumber: true);
}
