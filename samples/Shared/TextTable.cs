using Spectre.Console;

namespace Samples;

/// <summary>Tables of plain text. Names of classes and files never go through markup: they may hold brackets.</summary>
internal static class TextTable
{
    /// <summary>An empty table: first columns of text, then columns of numbers.</summary>
    public static Table Create(string[] texts, string[] numbers)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string text in texts)
            table.AddColumn(new TableColumn(new Text(text)).NoWrap());
        foreach (string number in numbers)
            table.AddColumn(new TableColumn(new Text(number)).RightAligned());
        return table;
    }

    public static void AddTexts(this Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
