using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Atelier.Jobs;

/// <summary>Sets each connection of SQLite up for several threads and processes.</summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    // Readers go on while one writes (WAL), who must write waits for its turn, and a power cut may lose the last moment's
    // writes but never the database.
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
        // SQLite works on the caller's thread either way.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
