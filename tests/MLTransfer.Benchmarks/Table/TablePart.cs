namespace MLTransfer.Benchmarks.Table;

/// <summary>A part of the table that can be measured alone. All parts are in <see cref="BenchmarkTable.Parts"/>.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Group">Another name, which it shares with others.</param>
internal abstract record TablePart(string Name, string Group)
{
    /// <summary>Measures it. Each section is written as soon as it is there.</summary>
    public abstract IEnumerable<TableSection> Measure(TableOptions options);
}
