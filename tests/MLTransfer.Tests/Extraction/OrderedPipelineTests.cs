using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

public sealed class OrderedPipelineTests
{
    private int _running;
    private int _mostAtOnce;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Results_come_in_order_however_long_each_takes_and_no_more_than_the_threads_work(int threads)
    {
        Assert.Equal(Enumerable.Range(0, 60), OrderedPipeline.Run(Enumerable.Range(0, 60), Work, threads, CancellationToken.None));
        Assert.InRange(_mostAtOnce, 1, threads);
    }

    [Fact]
    public void The_work_goes_on_beside_each_other()
    {
        // Each of a pair waits for the other.
        using var meeting = new Barrier(2);
        bool[] met = [.. OrderedPipeline.Run(
            Enumerable.Range(0, 6), (_, stop) => meeting.SignalAndWait(TimeSpan.FromSeconds(60), stop), 2, CancellationToken.None)];
        Assert.DoesNotContain(false, met);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    public void Nothing_runs_on_after_an_early_end(int taken)
    {
        Assert.Equal(Enumerable.Range(0, taken), OrderedPipeline.Run(Numbers(), Work, 3, CancellationToken.None).Take(taken));
        Assert.Equal(0, _running);
    }

    [Fact]
    public void Nothing_runs_on_after_an_error_in_the_work_and_the_error_surfaces_in_its_place()
    {
        var seen = new List<int>();
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (int i in OrderedPipeline.Run(Numbers(), (i, stop) => i == 9 ? throw new InvalidDataException("nine") : Work(i, stop), 3, CancellationToken.None))
                seen.Add(i);
        });
        Assert.Equal("nine", error.Message);
        Assert.Equal(Enumerable.Range(0, 9), seen);
        Assert.Equal(0, _running);
    }

    [Fact]
    public void Nothing_runs_on_after_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (int i in OrderedPipeline.Run(Numbers(), Work, 3, cancellation.Token))
            {
                if (i == 5)
                    cancellation.Cancel();
                Assert.InRange(i, 0, 5 + 2 * 3);
            }
        });
        Assert.Equal(0, _running);
    }

    [Fact]
    public void A_run_that_is_cancelled_before_it_starts_does_no_work()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => OrderedPipeline.Run<int, int>(Numbers(), (_, _) => throw new InvalidOperationException(), 2, cancellation.Token).ToArray());
    }

    [Fact]
    public void Errors_beyond_the_first_are_not_left_to_the_finalizer()
    {
        var unobserved = new List<string>();
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            FailEverywhere();
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.ToString().Contains("everywhere", StringComparison.Ordinal))
                unobserved.Add(e.Exception.Message);
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void FailEverywhere()
        => Assert.Throws<InvalidDataException>(
            () => OrderedPipeline.Run<int, int>(Numbers(), (_, _) => throw new InvalidDataException("everywhere"), 3, CancellationToken.None).ToArray());

    private static IEnumerable<int> Numbers() => Enumerable.Range(0, int.MaxValue);

    private int Work(int item, CancellationToken stop)
    {
        int running = Interlocked.Increment(ref _running);
        lock (this)
            _mostAtOnce = Math.Max(_mostAtOnce, running);
        Thread.Sleep(new Random(item).Next(6));
        Interlocked.Decrement(ref _running);
        return item;
    }
}
