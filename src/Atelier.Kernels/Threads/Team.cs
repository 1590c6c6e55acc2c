using System.Diagnostics;
using static TorchSharp.torch;

namespace Atelier.Kernels;

/// <summary>The threads that share a kernel's work with the one that asks for it.</summary>
/// <remarks>
/// An evaluation is some forty kernels, the shortest of which take microseconds: too little for a thread pool, which is told of each and
/// wakes a thread for it. The team's members look out for the next kernel a moment longer before they sleep, and nobody waits for one who
/// comes late: the caller takes portions too, and all of them if need be. Several callers may share at once.
/// </remarks>
internal static class Team
{
    private const int MostShares = 16;
    private static readonly long Patience = Stopwatch.Frequency / 10_000;   // 100 us: as long as waking a sleeper may take
    private static readonly Share?[] Open = new Share?[MostShares];
    private static readonly SemaphoreSlim Call = new(0);
    private static readonly Lock Hiring = new();
    private static int Members;
    private static int Asleep;

    /// <summary>Calls <paramref name="work"/> with 0 to <paramref name="count"/> - 1, on as many threads as torch computes with.</summary>
    /// <remarks>Throws what a portion threw first, when all are done.</remarks>
    public static void Run(int count, Action<int> work)
    {
        var helpers = Math.Min(get_num_threads(), count) - 1;
        if (helpers < 1)
        {
            for (var portion = 0; portion < count; portion++)
                work(portion);
            return;
        }
        Hire(helpers);
        var share = new Share(count, helpers, work);
        var place = Announce(share);
        share.Work();
        if (place >= 0)
            Volatile.Write(ref Open[place], null);
        share.Finish();
    }

    /// <summary>Calls <paramref name="work"/> with the first index and the count of each piece of a long vector.</summary>
    public static void Run(long length, int piece, Action<long, int> work) => Run((int)((length + piece - 1) / piece), index =>
    {
        var at = (long)index * piece;
        work(at, (int)Math.Min(piece, length - at));
    });

    private static void Hire(int helpers)
    {
        if (Volatile.Read(ref Members) >= helpers)
            return;
        lock (Hiring)
        {
            for (; Members < helpers; Members++)
                new Thread(Help) { IsBackground = true, Name = "Atelier kernels" }.Start();
        }
    }

    // The place where members find it, or -1 where so many callers share already that they need no help.
    private static int Announce(Share share)
    {
        for (var place = 0; place < MostShares; place++)
        {
            if (Open[place] is not null || Interlocked.CompareExchange(ref Open[place], share, null) is not null)
                continue;
            if (Math.Min(Volatile.Read(ref Asleep), share.Helpers) is > 0 and var sleepers)
                Call.Release(sleepers);
            return place;
        }
        return -1;
    }

    private static void Help()
    {
        while (true)
        {
            if (HelpOnce())
                continue;
            Interlocked.Increment(ref Asleep);
            if (!HelpOnce())   // what was announced before the caller saw one more asleep
                Call.Wait();
            Interlocked.Decrement(ref Asleep);
        }
    }

    private static bool HelpOnce()
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            foreach (ref var place in Open.AsSpan())
            {
                if (Volatile.Read(ref place) is { } share && share.Join())
                    return true;
            }
            Thread.SpinWait(4);
        }
        while (Stopwatch.GetTimestamp() - start < Patience);
        return false;
    }

    private sealed class Share(int count, int helpers, Action<int> work)
    {
        private int _next = -1;
        private int _done;
        private int _joined;
        private Exception? _failure;

        public int Helpers => helpers;

        /// <summary>Whether there was something left for one more.</summary>
        public bool Join()
        {
            if (Volatile.Read(ref _next) >= count - 1 || Volatile.Read(ref _joined) >= helpers || Interlocked.Increment(ref _joined) > helpers)
                return false;
            Work();
            return true;
        }

        public void Work()
        {
            for (int portion; (portion = Interlocked.Increment(ref _next)) < count; Interlocked.Increment(ref _done))
            {
                try
                {
                    work(portion);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref _failure, e, null);
                }
            }
        }

        /// <summary>Waits for the portions that others are at.</summary>
        public void Finish()
        {
            for (var wait = new SpinWait(); Volatile.Read(ref _done) < count;)
                wait.SpinOnce(sleep1Threshold: -1);
            if (_failure is { } failure)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
