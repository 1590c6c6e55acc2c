using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>The tables, and the number of their layout, which changes whenever they or the JSON in them do.</summary>
/// <remarks>The types are those that SQLite and PostgreSQL both know by the same name, so that one text serves both.</remarks>
internal static class DatabaseLayout
{
    /// <summary>The layout that this program reads and writes.</summary>
    public const int Version = 4;

    private const string Tables = """
        CREATE TABLE jobs (
            id TEXT NOT NULL PRIMARY KEY,
            state TEXT NOT NULL,
            requested TEXT,
            revision BIGINT NOT NULL,
            request TEXT NOT NULL,
            key TEXT NOT NULL,
            network TEXT NOT NULL,
            cost DOUBLE PRECISION NOT NULL,
            created_at BIGINT NOT NULL,
            started_at BIGINT,
            finished_at BIGINT,
            updated_at BIGINT NOT NULL,
            deleted_at BIGINT,
            worker TEXT,
            heartbeat_at BIGINT,
            deaths INTEGER NOT NULL,
            died_at INTEGER NOT NULL,
            evaluation INTEGER NOT NULL,
            evaluations INTEGER NOT NULL,
            part DOUBLE PRECISION NOT NULL,
            loss DOUBLE PRECISION,
            rate DOUBLE PRECISION,
            seconds_left DOUBLE PRECISION,
            level INTEGER NOT NULL,
            levels INTEGER NOT NULL,
            preview INTEGER NOT NULL,
            seconds DOUBLE PRECISION NOT NULL,
            note TEXT,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            error TEXT
        );
        CREATE INDEX jobs_by_state ON jobs (state, id);
        CREATE INDEX jobs_by_key ON jobs (key);
        CREATE INDEX jobs_by_change ON jobs (updated_at);
        CREATE TABLE images (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            format TEXT NOT NULL,
            bytes BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            settings TEXT
        );
        CREATE INDEX images_by_age ON images (created_at, id);
        """;

    /// <summary>Creates the tables in an empty database. The caller holds the database's lock, so that other processes wait and then find them.</summary>
    /// <param name="context">The database.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="JobException">An older or newer program made the tables.</exception>
    public static async Task CreateAsync(JobsContext context, string name, CancellationToken stop)
    {
        await context.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)", stop);
        switch ((await context.Database.SqlQueryRaw<int>("SELECT version AS \"Value\" FROM schema_version").ToListAsync(stop)).FirstOrDefault())
        {
            case Version:
                break;
            case 0:
                await context.Database.ExecuteSqlRawAsync(Tables, stop);
                await context.Database.ExecuteSqlAsync($"INSERT INTO schema_version VALUES ({Version})", stop);
                break;
            case var found:
                throw new JobException(JobProblem.Conflict,
                    $"{name}: has the layout of {(found < Version ? "an older" : "a newer")} Atelier (version {found}; this one needs {Version}); start with another data folder or database.");
        }
    }
}
