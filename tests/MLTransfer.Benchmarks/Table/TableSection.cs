namespace MLTransfer.Benchmarks.Table;

/// <summary>What a part of the table found out.</summary>
/// <param name="Key">The name of its region in the document.</param>
/// <param name="Content">The tables, and what explains them, in Markdown.</param>
/// <param name="Arguments">The arguments of the command that measure this section again.</param>
internal sealed record TableSection(string Key, string Content, IReadOnlyList<string> Arguments)
{
    /// <summary>Versions of programs that took part, beside those that always do.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>Who did not take part, with the reasons.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
