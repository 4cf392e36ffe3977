namespace MLTransfer.Evaluation;

/// <summary>Keeps the nearest of the rows that it is shown, nearest first; of equally near ones the first shown.</summary>
internal sealed class NearestRows(int most)
{
    private readonly Neighbour[] _nearest = new Neighbour[most];
    private int _count;

    public ReadOnlySpan<Neighbour> Nearest => _nearest.AsSpan(0, _count);

    public void Add(int row, float cosine)
    {
        if (_count == most && (most == 0 || cosine <= _nearest[^1].Cosine))
            return;
        int at = _count < most ? _count++ : most - 1;
        for (; at > 0 && _nearest[at - 1].Cosine < cosine; at--)
            _nearest[at] = _nearest[at - 1];
        _nearest[at] = new Neighbour(row, cosine);
    }
}
