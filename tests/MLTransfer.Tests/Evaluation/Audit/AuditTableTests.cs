using System.Text;
using MLTransfer.Evaluation;

namespace MLTransfer.Tests.Evaluation.Audit;

public sealed class AuditTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\r=x", "\"'\r=x\"")]
    [InlineData("＝x", "'＝x")]
    [InlineData("'quoted", "''quoted")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void Text_is_quoted_and_never_a_formula(string text, string cell) => Assert.Equal(cell, AuditTable.Text(text));

    [Fact]
    public void Names_survive_whatever_is_in_them()
    {
        string[] names = ["a \"b\", c\n🌻.jpg", "=HYPERLINK(\"x\")", "<script>alert(1)</script>", "\r\n", "'=x", "👩‍🌾 Blüte"];
        AuditFinding[] findings = [.. names.Select((name, i) => new AuditFinding(AuditFindingKind.Leak, i + .5, $"about {name}")
        {
            Paths = [name, "other"],
            Parts = ["train", "test"],
            Labels = [name, "'"],
        })];
        string path = _folder["findings.csv"];
        new AuditReport(findings, 3).WriteCsv(path);

        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        List<string[]> rows = Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes[3..]));
        Assert.Equal(["Kind", "Path", "OtherPath", "Part", "OtherPart", "Label", "OtherLabel", "Score", "Reason"], rows[0]);
        Assert.Equal(names.Length + 1, rows.Count);
        Assert.All(rows.Skip(1).Zip(findings.Reverse()), pair =>
        {
            Assert.Equal(9, pair.First.Length);
            Assert.Equal(pair.Second.Paths[0], Bare(pair.First[1]));
            Assert.Equal(pair.Second.Labels, [Bare(pair.First[5]), Bare(pair.First[6])]);
            Assert.Equal(pair.Second.Reason, Bare(pair.First[8]));
            Assert.DoesNotContain(pair.First, cell => cell.Length > 0 && "=+-@\t\r\n".Contains(cell[0], StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_report_says_how_many_of_what_it_found()
    {
        AuditFinding[] findings = [new(AuditFindingKind.Outlier, 4, "x"), new(AuditFindingKind.Leak, 1, "y"), new(AuditFindingKind.Leak, .95, "z")];
        var report = new AuditReport(findings, 1200)
        {
            LeakedTestImageCount = 2,
            TestAccuracy = .9,
            TestAccuracyWithoutLeaks = .85,
        };
        Assert.Equal("1,200 usable photos: Leak 2, Outlier 1; test accuracy 90.0 %, 85.0 % without 2 leaked photos", report.ToString());
        Assert.Equal("0 usable photos: nothing found", new AuditReport([], 0).ToString());
        Assert.Throws<NotSupportedException>(() => ((IList<AuditFinding>)report.Findings).Clear());
    }

    private static string Bare(string cell) => cell.StartsWith('\'') ? cell[1..] : cell;

    /// <summary>A reader of RFC 4180, character by character.</summary>
    private static List<string[]> Parse(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] == ',')
                End(row, cell);
            else if (!quoted && text[i] == '\r' && text[i + 1] == '\n')
            {
                End(row, cell);
                rows.Add([.. row]);
                row.Clear();
                i++;
            }
            else
                cell.Append(text[i]);
        }

        Assert.False(quoted);
        Assert.Empty(row);
        return rows;

        static void End(List<string> row, StringBuilder cell)
        {
            row.Add(cell.ToString());
            cell.Clear();
        }
    }
}
