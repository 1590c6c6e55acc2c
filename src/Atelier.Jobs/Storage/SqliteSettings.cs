using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Atelier.Jobs;

/// <summary>Configures each connection to SQLite for several threads and processes.</summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    // Readers continue while one connection writes (WAL), other writers wait for their turn, and a power cut may lose the
    // writes of the last moment but never the database.
    private const string Settings = "PRAGMA busy_timeout = 15000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite works on the caller's thread in either case.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
