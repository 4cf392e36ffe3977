using MLTransfer.Tool.Output;

namespace MLTransfer.Tests.Tool;

public class PrintableTests
{
    [Theory]
    [InlineData("photo [1] 📷 äß.jpg", "photo [1] 📷 äß.jpg")]
    [InlineData("two\nlines\r\t", @"two\nlines\r\t")]
    [InlineData("\u001b[31mred\u001b[0m", @"\u001b[31mred\u001b[0m")]
    [InlineData("\u202egpj.exe", @"\u202egpj.exe")]
    public void What_steers_a_terminal_is_escaped_and_all_else_is_as_it_was(string text, string printed) => Assert.Equal(printed, Printable.Of(text));

    [Fact]
    public void Of_a_text_of_several_lines_the_lines_stay()
        => Assert.Equal($@"one{Environment.NewLine}t\two", Printable.OfLines("one\r\nt\two"));

    [Fact]
    public void Numbers_that_JSON_lacks_are_null()
        => Assert.Equal(
            """{"a":null,"b":null,"c":0.5,"d":null}""",
            JsonText.LineOf(new { A = double.NaN, B = float.PositiveInfinity, C = .5, D = (double?)double.NaN }));
}
