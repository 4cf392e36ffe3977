using System.Text.Json.Nodes;
using MLTransfer.Evaluation.Report;

namespace MLTransfer.Tests.Evaluation.Report;

public sealed class ReportInBrowserTests : IDisposable
{
    private const string Names = "[...document.querySelectorAll('#cell .name')].map(e => e.title)";
    private readonly TemporaryFolder _folder = new();
    private readonly string _page;

    public ReportInBrowserTests()
    {
        _page = _folder["report.html"];
        ReportWriter.Write(_page, Reports.Hostile(_folder));
    }

    private string Url => new Uri(_page).AbsoluteUri;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_click_on_a_cell_shows_its_photos()
    {
        await using Browser browser = await Browser.OpenAsync(Url);
        Assert.Empty(await Texts(browser, Names));
        await browser.ClickAsync("button[data-cell='1-0']");
        Assert.Equal([_folder[Reports.HostileFile]], await Texts(browser, Names));
        Assert.Equal("#cell-1-0", (string?)await browser.EvaluateAsync("location.hash"));
        await browser.ClickAsync("button[data-cell='0-0']");
        Assert.Equal([_folder["right.png"]], await Texts(browser, Names));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_keys_move_in_the_matrix_and_open_a_cell()
    {
        await using Browser browser = await Browser.OpenAsync(Url);
        await browser.EvaluateAsync("document.querySelector('button[data-cell]').focus()");
        await browser.PressAsync("ArrowRight", 39);
        await browser.PressAsync("Enter", 13);
        Assert.Equal([_folder["turned.png"]], await Texts(browser, Names));
        await browser.PressAsync("ArrowDown", 40);
        await browser.PressAsync("Enter", 13);
        Assert.Equal([_folder["other.png"]], await Texts(browser, Names));
        Assert.Equal(1, (int?)await browser.EvaluateAsync("document.querySelectorAll('.matrix button[tabindex=\"0\"]').length"));
    }

    [Fact]
    public async Task A_link_to_a_cell_opens_it()
    {
        await using Browser browser = await Browser.OpenAsync($"{Url}#cell-0-1");
        Assert.Equal([_folder["turned.png"]], await Texts(browser, Names));
        await browser.ClickAsync("a[href='#cell-1-0']");
        await browser.WaitForAsync("document.querySelector('[aria-pressed]').dataset.cell === '1-0'");
        Assert.Equal([_folder[Reports.HostileFile]], await Texts(browser, Names));
    }

    [Fact]
    public async Task Names_that_look_like_markup_are_only_shown()
    {
        await using Browser browser = await Browser.OpenAsync($"{Url}#cell-1-0");
        Assert.Equal(["application/json", ""], await Texts(browser, "[...document.scripts].map(s => s.type)"));
        Assert.Equal(0, (int?)await browser.EvaluateAsync("document.querySelectorAll('[onerror], img[src=x]').length"));
        Assert.Equal(Reports.HostileClass, (string?)await browser.EvaluateAsync("document.querySelector('#cell h3 bdi').textContent"));
        Assert.Equal("</title>" + Reports.HostileClass, (string?)await browser.EvaluateAsync("document.querySelector('h1').textContent"));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Every_picture_is_there_or_said_to_be_missing()
    {
        await using Browser browser = await Browser.OpenAsync(Url);
        Assert.Equal(0, (int?)await browser.EvaluateAsync("[...document.images].filter(i => !i.complete || i.naturalWidth === 0).length"));
        // The hostile photo has a heat map beside it: among the top losses, the least sure and the findings.
        Assert.Equal(3, (int?)await browser.EvaluateAsync("document.querySelectorAll('img[alt=\"where the classifier looks\"]').length"));
        Assert.Equal(1, (int?)await browser.EvaluateAsync("document.querySelectorAll('.missing').length"));
    }

    private static async Task<string[]> Texts(Browser browser, string expression)
        => [.. ((JsonArray)(await browser.EvaluateAsync(expression))!).Select(n => (string)n!)];
}
