namespace MLTransfer.Evaluation.Report;

/// <summary>A line of a chart. Where a point is not finite, it has a gap.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A chart of lines as SVG. Its colours come from the style sheet, so that they suit a light and a dark page.</summary>
internal sealed class LineChart(string title, string xTitle, ChartAxis x, ChartAxis y)
{
    public const int MostLines = 8;

    private const double Left = 46, Top = 10, Width = 340, Height = 220, Bottom = Top + Height, Right = Left + Width;
    private const int MostMarks = 40;

    /// <summary>Whether the line from low to high is drawn, which is chance or perfection.</summary>
    public bool HasDiagonal { get; init; }

    /// <summary>Whether points are marked, where they are few.</summary>
    public bool HasMarks { get; init; }

    /// <summary>Writes the chart with a legend below; at most <see cref="MostLines"/> lines can be told apart.</summary>
    public void Write(MarkupWriter markup, IReadOnlyList<ChartLine> lines)
    {
        markup.Open("figure", ("class", "chart")).Element("figcaption", title);
        Open(markup, $"{title}: {string.Join(", ", lines.Select(line => line.Name))}");
        WriteAxes(markup);
        for (int i = 0; i < lines.Count; i++)
            WriteLine(markup, lines[i], $"line line-{i}");
        markup.Close();
        if (lines.Count > 1)
            WriteLegend(markup, lines);
        markup.Close();
    }

    /// <summary>Writes a chart of bars: ranges along x, heights, and what to say of each.</summary>
    public void WriteBars(MarkupWriter markup, IEnumerable<(double Low, double High, double Value, string Text)> bars)
    {
        markup.Open("figure", ("class", "chart")).Element("figcaption", title);
        Open(markup, title);
        WriteAxes(markup);
        foreach ((double low, double high, double value, string text) in bars)
        {
            markup.Open(
                "rect", ("class", "bar"), ("x", X(low) + 1), ("y", Y(value)), ("width", X(high) - X(low) - 2), ("height", Bottom - Y(value)));
            markup.Element("title", text).Close();
        }

        WriteDiagonal(markup);
        markup.Close().Close();
    }

    private static void Open(MarkupWriter markup, string label)
        => markup.Open("svg", ("viewBox", "0 0 400 274"), ("role", "img"), ("aria-label", label));

    private void WriteAxes(MarkupWriter markup)
    {
        foreach (double tick in x.Ticks)
        {
            markup.Empty("line", ("class", "grid"), ("x1", X(tick)), ("x2", X(tick)), ("y1", Top), ("y2", Bottom));
            markup.Element("text", x.Label(tick), ("x", X(tick)), ("y", Bottom + 16), ("text-anchor", "middle"));
        }

        foreach (double tick in y.Ticks)
        {
            markup.Empty("line", ("class", "grid"), ("x1", Left), ("x2", Right), ("y1", Y(tick)), ("y2", Y(tick)));
            markup.Element("text", y.Label(tick), ("x", Left - 6), ("y", Y(tick) + 4), ("text-anchor", "end"));
        }

        markup.Element("text", xTitle, ("x", (Left + Right) / 2), ("y", Bottom + 36), ("text-anchor", "middle"));
        if (HasDiagonal)
            WriteDiagonal(markup);
    }

    private static void WriteDiagonal(MarkupWriter markup)
        => markup.Empty("line", ("class", "diagonal"), ("x1", Left), ("x2", Right), ("y1", Bottom), ("y2", Top));

    private void WriteLine(MarkupWriter markup, ChartLine line, string style)
    {
        string path = "";
        bool isOn = false;
        foreach ((double px, double py) in line.Points)
        {
            bool isThere = double.IsFinite(py);
            if (isThere)
                path += FormattableString.Invariant($"{(isOn ? "L" : "M")}{X(px):0.#} {Y(py):0.#}");
            isOn = isThere;
        }

        markup.Empty("path", ("class", style), ("d", path));
        // A single point has no line.
        if (HasMarks && line.Points.Count <= MostMarks)
        {
            foreach ((double px, double py) in line.Points.Where(p => double.IsFinite(p.Y)))
                markup.Empty("circle", ("class", style), ("cx", X(px)), ("cy", Y(py)), ("r", 2.5));
        }
    }

    private static void WriteLegend(MarkupWriter markup, IReadOnlyList<ChartLine> lines)
    {
        markup.Open("ul", ("class", "legend"));
        for (int i = 0; i < lines.Count; i++)
        {
            markup.Open("li").Open("svg", ("viewBox", "0 0 24 8"), ("class", "key"), ("aria-hidden", "true"))
                .Empty("line", ("class", $"line line-{i}"), ("x1", 0), ("x2", 24), ("y1", 4), ("y2", 4))
                .Close().Element("bdi", lines[i].Name).Close();
        }

        markup.Close();
    }

    private double X(double value) => Left + x.PositionOf(value) * Width;

    private double Y(double value) => Bottom - y.PositionOf(value) * Height;
}
