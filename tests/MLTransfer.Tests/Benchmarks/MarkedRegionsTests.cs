using MLTransfer.Benchmarks.Table;

namespace MLTransfer.Tests.Benchmarks;

public class MarkedRegionsTests
{
    private const string Document = """
        # Title
        By hand.
        <!-- measured: a -->
        old
        <!-- end of a -->
        Between.
        <!-- measured: a b -->
        other
        <!-- end of a b -->
        Below.

        """;

    [Fact]
    public void Only_the_region_changes()
    {
        string changed = MarkedRegions.Replace(Document, "a", "| new |\n|---|\n");
        Assert.Equal(Document.Replace("\nold\n", "\n| new |\n|---|\n", StringComparison.Ordinal), changed);
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        string once = MarkedRegions.Replace(Document, "a b", "new\n");
        Assert.Equal(once, MarkedRegions.Replace(once, "a b", "new\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# Title\n")]
    public void A_region_that_is_not_there_comes_at_the_end(string document)
    {
        string changed = MarkedRegions.Replace(document, "c", "new");
        Assert.StartsWith(document, changed, StringComparison.Ordinal);
        Assert.EndsWith("<!-- measured: c -->\nnew\n<!-- end of c -->\n", changed, StringComparison.Ordinal);
        Assert.Equal(changed, MarkedRegions.Replace(changed, "c", "new"));
    }

    [Theory]
    [InlineData("<!-- measured: a -->\n")]
    [InlineData("<!-- end of a -->\n")]
    [InlineData("<!-- end of a -->\n<!-- measured: a -->\n")]
    [InlineData("<!-- measured: a -->\n<!-- end of a -->\n<!-- measured: a -->\n<!-- end of a -->\n")]
    public void Broken_marks_are_refused(string document)
        => Assert.Throws<FormatException>(() => MarkedRegions.Replace(document, "a", "new"));

    [Fact]
    public void The_document_of_this_repository_has_a_region_for_every_part()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "benchmarks.md"));
        Assert.All(BenchmarkTable.Parts, part => Assert.Contains($"<!-- measured: {part.Name} ", document, StringComparison.Ordinal));
    }
}
