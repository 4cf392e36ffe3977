namespace MLTransfer.Extraction;

/// <summary>Works on items in parallel and yields the results in the items' order, with a bounded number under way.</summary>
internal static class OrderedPipeline
{
    /// <param name="items">The items; read on the caller's thread, only as far ahead as needed.</param>
    /// <param name="work">What is done with an item; at most <paramref name="threads"/> at a time. It must watch the token.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static IEnumerable<TResult> Run<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, TResult> work, int threads, CancellationToken cancellationToken)
    {
        TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = new Queue<Task<TResult>>();
        using IEnumerator<TItem> source = items.GetEnumerator();
        try
        {
            bool more = true;
            while (true)
            {
                // Results that are ready do not keep a cancelled run going.
                cancellationToken.ThrowIfCancellationRequested();
                // Twice as many as threads, so that none waits while the oldest result is still being worked on.
                while (more && underWay.Count < 2 * threads && (more = source.MoveNext()))
                {
                    TItem item = source.Current;
                    underWay.Enqueue(Task.Factory.StartNew(() => work(item, stop.Token), stop.Token, TaskCreationOptions.None, scheduler));
                }

                if (underWay.Count == 0)
                    yield break;
                yield return underWay.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            // Nothing of ours may run on after the caller has moved on, whether by an error, a cancellation or an early end.
            stop.Cancel();
            // The caller gets the first error; to look at the others keeps them from TaskScheduler.UnobservedTaskException.
            Task.WhenAll(underWay)
                .ContinueWith(all => _ = all.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                .Wait(CancellationToken.None);
        }
    }
}
