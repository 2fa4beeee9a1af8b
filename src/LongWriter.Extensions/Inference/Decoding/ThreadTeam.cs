using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Threads that stay and compute one thing together; the caller is member 0. Between jobs they watch for the next one a short while, then sleep.</summary>
internal sealed class ThreadTeam : IDisposable
{
    private const int SpinsBeforeYield = 256;
    private const int IdleYields = 1_000;

    private readonly object _wake = new();
    private readonly Thread[] _workers;
    private Counters _counters;
    private Action<int>? _job;
    private Exception? _failure;
    private bool _stopped;

    /// <param name="size">Members, the caller among them.</param>
    /// <param name="name">What the threads are called.</param>
    public ThreadTeam(int size, string name)
    {
        Size = size;
        _workers = new Thread[size - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            var member = i + 1;
            _workers[i] = new Thread(() => Serve(member)) { IsBackground = true, Name = $"{name} {member}" };
            _workers[i].Start();
        }
    }

    public int Size { get; }

    /// <summary>Members that wait for a wake-up call rather than watch.</summary>
    internal int Sleeping => Volatile.Read(ref _counters.Asleep);

    /// <summary>Runs a job on all members and returns when all are done. An exception of any of them breaks the barriers of the others and is thrown here.</summary>
    public void Run(Action<int> job)
    {
        if (Size == 1)
        {
            job(0);
            return;
        }

        _job = job;
        _failure = null;
        Volatile.Write(ref _counters.Arrived, 0);
        Volatile.Write(ref _counters.Done, 0);
        Interlocked.Increment(ref _counters.Job);
        if (Volatile.Read(ref _counters.Asleep) > 0)
        {
            lock (_wake)
                Monitor.PulseAll(_wake);
        }

        Execute(job, 0);
        var spins = 0;
        while (Volatile.Read(ref _counters.Done) != Size - 1)
            Pause(ref spins);

        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Waits until every member of the running job is here.</summary>
    public void Meet()
    {
        if (Size == 1)
            return;

        var round = Volatile.Read(ref _counters.Round);
        if (Interlocked.Increment(ref _counters.Arrived) == Size)
        {
            Volatile.Write(ref _counters.Arrived, 0);
            Volatile.Write(ref _counters.Round, round + 1);
            return;
        }

        var spins = 0;
        while (Volatile.Read(ref _counters.Round) == round)
        {
            if (Volatile.Read(ref _failure) is not null)
                throw new OperationCanceledException("Another member of the team failed.");

            Pause(ref spins);
        }
    }

    public void Dispose()
    {
        if (_stopped)
            return;

        Volatile.Write(ref _stopped, true);
        lock (_wake)
            Monitor.PulseAll(_wake);
        foreach (var worker in _workers)
            worker.Join();
    }

    private void Serve(int member)
    {
        var seen = 0;
        while (Await(ref seen))
        {
            Execute(_job!, member);
            Interlocked.Increment(ref _counters.Done);
        }
    }

    private void Execute(Action<int> job, int member)
    {
        try
        {
            job(member);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }

    // Whether there is a next job rather than an end.
    private bool Await(ref int seen)
    {
        var spins = 0;
        for (var idle = 0; idle < SpinsBeforeYield + IdleYields; idle++)
        {
            if (Volatile.Read(ref _counters.Job) != seen)
                break;
            if (Volatile.Read(ref _stopped))
                return false;

            Pause(ref spins);
        }

        if (Volatile.Read(ref _counters.Job) == seen)
        {
            lock (_wake)
            {
                // Counted before the last look, so that a job either sees a sleeper or is seen.
                Interlocked.Increment(ref _counters.Asleep);
                while (Volatile.Read(ref _counters.Job) == seen && !Volatile.Read(ref _stopped))
                    Monitor.Wait(_wake);
                Interlocked.Decrement(ref _counters.Asleep);
            }
        }

        if (Volatile.Read(ref _stopped))
            return false;

        seen = Volatile.Read(ref _counters.Job);
        return true;
    }

    // Steps end within microseconds of each other. What takes longer waits for a member without a core, which may need this one.
    private static void Pause(ref int spins)
    {
        if (++spins < SpinsBeforeYield)
            Thread.SpinWait(4);
        else
            Thread.Yield();
    }

    /// <summary>Each on a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 768)]
    private struct Counters
    {
        [FieldOffset(128)]
        public int Job;

        [FieldOffset(256)]
        public int Arrived;

        [FieldOffset(384)]
        public int Round;

        [FieldOffset(512)]
        public int Done;

        [FieldOffset(640)]
        public int Asleep;
    }
}
