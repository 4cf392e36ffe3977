using System.Globalization;
using System.Net;
using System.Text;

namespace MLTransfer.Evaluation.Report;

/// <summary>
/// Writes HTML and SVG. Text and attributes are escaped here and nowhere else, so that no name of a class or file can become markup; elements are
/// closed by who opened them, and all of it is well-formed XML, too.
/// </summary>
internal sealed class MarkupWriter
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>
    /// Text as it is shown. Control characters are allowed in file names, and in neither HTML nor XML; their pictures can be read. Marks that turn the
    /// direction of what follows could make one name look like another.
    /// </summary>
    public static string Readable(string text) => string.Concat(text.Select(Readable));

    /// <summary>Starts an element, which <see cref="Close"/> ends. An attribute without a value is left out.</summary>
    public MarkupWriter Open(string element, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(element, attributes);
        _text.Append('>');
        _open.Push(element);
        return this;
    }

    public MarkupWriter Close()
    {
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element that never has anything in it: of HTML only those that need no end, such as img; of SVG any.</summary>
    public MarkupWriter Empty(string element, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(element, attributes);
        _text.Append("/>");
        return this;
    }

    /// <summary>An element with text in it.</summary>
    public MarkupWriter Element(string element, object? text, params ReadOnlySpan<(string Name, object? Value)> attributes)
        => Open(element, attributes).Text(text).Close();

    public MarkupWriter Text(object? text)
    {
        _text.Append(Escape(text));
        return this;
    }

    /// <summary>Adds what is markup already, or the content of a script or style, and comes from this library.</summary>
    public MarkupWriter Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public override string ToString()
        => _open.Count == 0 ? _text.ToString() : throw new InvalidOperationException($"The element {_open.Peek()} is not closed.");

    private void Start(string element, ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach ((string name, object? value) in attributes)
        {
            if (value is not null)
                _text.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }
    }

    private static string Escape(object? value)
    {
        string text = value switch
        {
            double number => number.ToString("0.##", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
        return WebUtility.HtmlEncode(Readable(text));
    }

    private static string Readable(char c) => c switch
    {
        < ' ' => ((char)('\u2400' + c)).ToString(),
        '\x7f' => "\u2421",
        (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    };
}
