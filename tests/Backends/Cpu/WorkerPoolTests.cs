using System;
using System.Linq;
using System.Threading;
using TrpoGpu.Backends.Cpu;
using Xunit;

namespace TrpoGpu.Tests.Backends.Cpu;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_item_is_done_once_before_a_run_ends(int workers)
    {
        using WorkerPool pool = new(workers);
        CountingWork work = new(workers, 100);
        for (int run = 1; run <= 300; run++)
        {
            int items = run % 100;
            Array.Clear(work.Done);
            pool.Run(work, items, alone: false);
            Assert.All(work.Done.Take(items), count => Assert.Equal(1, count));
            Assert.All(work.Done.Skip(items), count => Assert.Equal(0, count));
        }
    }

    [Fact]
    public void Sleeping_workers_wake_up()
    {
        using WorkerPool pool = new(3);
        MeetingWork work = new(3);
        for (int run = 0; run < 3; run++)
        {
            // Long enough for the workers to fall asleep.
            Thread.Sleep(20);
            pool.Run(work, 3, alone: false);
        }
    }

    [Fact]
    public void Work_that_is_small_stays_with_the_caller()
    {
        using WorkerPool pool = new(2);
        CallerWork work = new();
        pool.Run(work, 50, alone: true);
        Assert.Equal(50, work.Items);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_comes_out_of_the_run_and_the_pool_lives_on(int workers)
    {
        using WorkerPool pool = new(workers);
        for (int run = 0; run < 20; run++)
        {
            InvalidOperationException exception =
                Assert.Throws<InvalidOperationException>(() => pool.Run(new FailingWork(), 20, alone: false));
            Assert.Equal("item 7", exception.Message);
        }

        CountingWork work = new(workers, 30);
        pool.Run(work, 30, alone: false);
        Assert.All(work.Done, count => Assert.Equal(1, count));
    }

    private sealed class CountingWork(int workers, int items) : ParallelWork
    {
        private readonly int[] busy = new int[workers];

        public int[] Done { get; } = new int[items];

        public override void Execute(int item, int worker)
        {
            Assert.Equal(1, Interlocked.Increment(ref busy[worker]));
            Interlocked.Increment(ref Done[item]);
            Interlocked.Decrement(ref busy[worker]);
        }
    }

    // No item ends before all have begun: it takes as many threads as items.
    private sealed class MeetingWork(int participants) : ParallelWork
    {
        private readonly Barrier barrier = new(participants);

        public override void Execute(int item, int worker) => barrier.SignalAndWait();
    }

    private sealed class CallerWork : ParallelWork
    {
        private readonly int caller = Environment.CurrentManagedThreadId;

        public int Items { get; private set; }

        public override void Execute(int item, int worker)
        {
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
            Assert.Equal(0, worker);
            Items++;
        }
    }

    private sealed class FailingWork : ParallelWork
    {
        public override void Execute(int item, int worker)
        {
            if (item == 7)
            {
                throw new InvalidOperationException("item 7");
            }
        }
    }
}
