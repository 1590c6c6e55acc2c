using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.States;

namespace Atelier.Jobs;

/// <summary>Hangfire's queue, which wakes the workers of all processes. Thread-safe.</summary>
/// <remarks>
/// Its entries are not jobs but wake-up calls: a worker that receives one claims the job that has waited longest. A surplus
/// call does nothing, the <see cref="QueueMaintenance"/> replaces a lost one, and the jobs' own table alone says who does what.
/// </remarks>
internal sealed class WorkQueue : IDisposable
{
    private static readonly TimeSpan CacheFor = TimeSpan.FromSeconds(2);

    private readonly JobStorage _storage;
    private readonly BackgroundJobClient _client;
    private BackgroundJobServer? _server;
    private (long At, int Workers) _servers = (long.MinValue, 0);

    private WorkQueue(JobStorage storage) => (_storage, _client) = (storage, new BackgroundJobClient(storage));

    /// <summary>Opens the queue that goes with a database: PostgreSQL's own, or one in memory.</summary>
    public static Task<WorkQueue> OpenAsync(JobsDatabase database, CancellationToken stop)
    {
        if (database.PostgresConnection is not { } connection)
            return Task.FromResult(new WorkQueue(new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromMinutes(5) })));
        var options = new PostgreSqlStorageOptions
        {
            QueuePollInterval = TimeSpan.FromMilliseconds(500),
            // A call that was lost with its worker need not come back soon: the maintenance adds another.
            InvisibilityTimeout = TimeSpan.FromMinutes(5),
            UseSlidingInvisibilityTimeout = true,
        };
        // Creates its tables too, which only one process may do at a time.
        return database.ExclusivelyAsync(_ => Task.FromResult(
            new WorkQueue(new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options))), stop);
    }

    /// <summary>Jobs that can run at once, over all processes that share the queue; cached for 2 s.</summary>
    public int Workers
    {
        get
        {
            var now = Environment.TickCount64;
            if (now - _servers.At > CacheFor.TotalMilliseconds || _servers.At == long.MinValue)
                _servers = (now, _storage.GetMonitoringApi().Servers().Sum(server => server.WorkersCount));
            return _servers.Workers;
        }
    }

    /// <summary>Wake-up calls that no worker has received yet.</summary>
    public long Calls => _storage.GetMonitoringApi().EnqueuedCount(EnqueuedState.DefaultQueue);

    /// <summary>Adds a wake-up call; one that is lost, as the storage is away or the clock has jumped, is replaced by the maintenance.</summary>
    public void Wake()
    {
        try
        {
            _client.Create<JobWorker>(worker => worker.RunNext(CancellationToken.None), new EnqueuedState());
        }
        catch (BackgroundJobClientException)
        {
            // The job itself is in the database.
        }
    }

    /// <summary>Starts receiving calls.</summary>
    /// <param name="worker">Serves them.</param>
    /// <param name="count">Calls to serve at once.</param>
    public void Start(JobWorker worker, int count) => _server = new BackgroundJobServer(
        new BackgroundJobServerOptions
        {
            WorkerCount = count,
            Activator = new OneWorker(worker),
            HeartbeatInterval = TimeSpan.FromSeconds(5),
            ServerTimeout = TimeSpan.FromSeconds(30),
            ServerCheckInterval = TimeSpan.FromSeconds(15),
            ShutdownTimeout = TimeSpan.FromSeconds(15),
            // Nothing is ever scheduled for later.
            IsLightweightServer = true,
        },
        _storage);

    /// <summary>Asks the running jobs to stop, and waits for them; receives no more calls.</summary>
    public async Task StopAsync(CancellationToken patience)
    {
        if (Interlocked.Exchange(ref _server, null) is not { } server)
            return;
        server.SendStop();
        await server.WaitForShutdownAsync(patience);
        server.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server?.Dispose();
        (_storage as IDisposable)?.Dispose();
    }

    private sealed class OneWorker(JobWorker worker) : JobActivator
    {
        public override object ActivateJob(Type jobType) => worker;
    }
}
