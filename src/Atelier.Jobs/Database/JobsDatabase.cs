using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atelier.Jobs;

/// <summary>The way to the database. Thread-safe.</summary>
internal sealed class JobsDatabase
{
    // Any number that others in the same PostgreSQL database are unlikely to take: "Ateliers" in ASCII.
    private const long Lock = 0x4174656C69657273;

    private readonly DbContextOptions<JobsContext> _options;

    private JobsDatabase(string? connection, DbContextOptions<JobsContext> options) => (PostgresConnection, _options) = (connection, options);

    /// <summary>The connection string of PostgreSQL; null for SQLite.</summary>
    public string? PostgresConnection { get; }

    /// <summary>Opens the database, and makes or upgrades its tables.</summary>
    /// <exception cref="JobException">It cannot be reached, or belongs to a newer program.</exception>
    public static async Task<JobsDatabase> OpenAsync(JobHostOptions options, JobFiles files, CancellationToken stop)
    {
        var builder = new DbContextOptionsBuilder<JobsContext>();
        try
        {
            if (options.Database is { } connection)
                builder.UseNpgsql(connection);
            else
                builder.UseSqlite(new SqliteConnectionStringBuilder { DataSource = files.Database }.ConnectionString).AddInterceptors(new SqliteSettings());
            var database = new JobsDatabase(options.Database, builder.Options);
            await database.ExclusivelyAsync(async context =>
            {
                await Schema.UpgradeAsync(context, stop);
                return true;
            }, stop);
            return database;
        }
        catch (Exception e) when (e is DbException or ArgumentException or System.Net.Sockets.SocketException)
        {
            // The server's own words may hold names and addresses: they are for the inner exception.
            throw new JobException(JobProblem.Conflict, options.Database is null
                ? $"{files.Database}: cannot be used as the studio's database ({e.Message.TrimEnd('.')}); choose another data folder, or move the file away."
                : $"PostgreSQL cannot be used ({(e as PostgresException)?.MessageText ?? e.Message}): check that it runs and that --database is right.", e);
        }
    }

    /// <summary>A context of the caller's own, to be disposed.</summary>
    public JobsContext Open() => new(_options);

    /// <summary>Does something in a transaction while no other thread or process does so: what must be decided and written as one.</summary>
    public async Task<T> ExclusivelyAsync<T>(Func<JobsContext, Task<T>> work, CancellationToken stop)
    {
        await using var context = Open();
        // SQLite's transaction takes the lock for writing at once.
        await using var transaction = await context.Database.BeginTransactionAsync(stop);
        if (PostgresConnection is not null)
            await context.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_xact_lock({Lock})", stop);
        var result = await work(context);
        await transaction.CommitAsync(stop);
        return result;
    }

    /// <summary>Lets go of pooled connections, so that files can be deleted.</summary>
    public void Close()
    {
        if (PostgresConnection is null)
            return;
        using var connection = new NpgsqlConnection(PostgresConnection);
        NpgsqlConnection.ClearPool(connection);
    }
}
