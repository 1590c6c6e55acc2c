using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>The tables, in steps that are never changed once released: a database is at the step that it says, and is brought to the last.</summary>
/// <remarks>The types are those that SQLite and PostgreSQL both know by that name, so that one text serves both.</remarks>
internal static class Schema
{
    private static readonly string[] Steps =
    [
        """
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
            step INTEGER NOT NULL,
            steps INTEGER NOT NULL,
            part DOUBLE PRECISION NOT NULL,
            loss DOUBLE PRECISION,
            rate DOUBLE PRECISION,
            seconds_left DOUBLE PRECISION,
            level INTEGER NOT NULL,
            levels INTEGER NOT NULL,
            preview INTEGER NOT NULL,
            seconds DOUBLE PRECISION NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            error TEXT,
            note TEXT
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
        """,
    ];

    /// <summary>The step that this program needs.</summary>
    public static int Version => Steps.Length;

    /// <summary>Brings the database to <see cref="Version"/>. The caller holds the database's lock, so that others wait and then find it done.</summary>
    /// <exception cref="JobException">A newer program has been there.</exception>
    public static async Task UpgradeAsync(JobsContext context, CancellationToken stop)
    {
        await context.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)", stop);
        var version = (await context.Database.SqlQueryRaw<int>("SELECT version AS \"Value\" FROM schema_version").ToListAsync(stop)).FirstOrDefault();
        if (version > Version)
            throw new JobException(JobProblem.Conflict, $"The database is of a newer Atelier (schema {version}, this one knows {Version}): use that one, or another data folder.");
        if (version == Version)
            return;
        foreach (var step in Steps[version..])
            await context.Database.ExecuteSqlRawAsync(step, stop);
        var update = (version == 0 ? "INSERT INTO schema_version VALUES ({0})" : "UPDATE schema_version SET version = {0}")
            .Replace("{0}", Version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await context.Database.ExecuteSqlRawAsync(update, stop);
    }
}
