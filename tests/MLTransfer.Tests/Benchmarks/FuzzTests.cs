using MLTransfer.Benchmarks.Fuzz;

namespace MLTransfer.Tests.Benchmarks;

/// <summary>A few of the files that the fuzzer reads, here in the process of the tests: thousands more take its command.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Seed = 20, Cases = 40;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Targets { get; } = [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_damaged_file_is_usable_or_refused(string name)
    {
        FuzzTarget target = FuzzTargets.Create(name, _folder.Path);
        Assert.All(target.Seeds, whole => Assert.True(target.Read(whole)));
        FuzzCase[] cases = [.. Enumerable.Range(0, Cases).Select(n => FuzzCase.Run(target, Seed, n))];
        // Other tests run at the same time, and what they allocate is counted as well.
        Assert.DoesNotContain(cases, c => c.Outcome == FuzzOutcome.Finding && !c.Message.StartsWith("too much memory", StringComparison.Ordinal));
        Assert.Contains(cases, c => c.Outcome == FuzzOutcome.Refused);
    }

    [Fact]
    public void A_case_is_the_same_file_every_time()
    {
        FuzzTarget one = FuzzTargets.Create("zip", _folder.Path);
        using var elsewhere = new TemporaryFolder();
        FuzzTarget other = FuzzTargets.Create("zip", elsewhere.Path);
        for (int n = 0; n < Cases; n++)
            Assert.Equal(one.Input(Seed, n), other.Input(Seed, n));
        Assert.NotEqual(one.Input(Seed, 0), one.Input(Seed + 1, 0));
    }

    [Fact]
    public void A_finding_is_counted_with_the_number_of_its_first_file()
    {
        var tally = new FuzzTally("tiny");
        foreach (FuzzCase result in (FuzzCase[])[
            new(0, FuzzOutcome.Fine, 1, 0, 0, ""), new(1, FuzzOutcome.Refused, 3, 2_000_000, 5_000_000, "X"),
            new(2, FuzzOutcome.Finding, 1, 0, 0, "Kind at A: 17"), new(3, FuzzOutcome.Finding, 1, 0, 0, "Kind at A: 18")])
        {
            tally.Add(FuzzCase.Parse(result.ToLine())!);
        }

        Assert.Equal("| tiny | 4 | 1 | 1 | 2 | 3 | 2.0 | 5 |", tally.ToRow());
        Assert.Equal(["tiny: 2 as --first 2: Kind at A"], tally.Describe());
    }

    public void Dispose() => _folder.Dispose();
}
