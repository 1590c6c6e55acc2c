using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atelier.Jobs;

/// <summary>Opens connections to the database. Thread-safe.</summary>
internal sealed class JobsDatabase
{
    // Any number that other programs in the same PostgreSQL database are unlikely to use: "Ateliers" in ASCII.
    private const long Lock = 0x4174656C69657273;

    private readonly DbContextOptions<JobsContext> _options;

    private JobsDatabase(string? connection, DbContextOptions<JobsContext> options) => (PostgresConnection, _options) = (connection, options);

    /// <summary>The connection string of PostgreSQL; null for SQLite.</summary>
    public string? PostgresConnection { get; }

    /// <summary>Opens the database, and creates its tables if there are none.</summary>
    /// <exception cref="JobException">It cannot be reached, or another version of the program made it.</exception>
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
                await DatabaseLayout.CreateAsync(context, options.Database is null ? files.Database : "The PostgreSQL database", stop);
                return true;
            }, stop);
            return database;
        }
        catch (Exception e) when (e is DbException or ArgumentException or System.Net.Sockets.SocketException)
        {
            throw new JobException(JobProblem.Conflict, options.Database is null
                ? $"{files.Database}: cannot be used as the studio's database ({e.Message.TrimEnd('.')}); choose another data folder, or move the file away."
                : $"PostgreSQL cannot be used ({(e as PostgresException)?.MessageText ?? e.Message}): check that it runs and that --database is right.", e);
        }
    }

    /// <summary>A new context, to be disposed of by the caller.</summary>
    public JobsContext Open() => new(_options);

    /// <summary>Does something in a transaction while no other thread or process does: what must be decided and written as one.</summary>
    public async Task<T> ExclusivelyAsync<T>(Func<JobsContext, Task<T>> work, CancellationToken stop)
    {
        await using var context = Open();
        // SQLite takes the write lock when the transaction begins.
        await using var transaction = await context.Database.BeginTransactionAsync(stop);
        if (PostgresConnection is not null)
            await context.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_xact_lock({Lock})", stop);
        var result = await work(context);
        await transaction.CommitAsync(stop);
        return result;
    }

    /// <summary>Closes the pooled connections.</summary>
    public void Close()
    {
        if (PostgresConnection is null)
            return;
        using var connection = new NpgsqlConnection(PostgresConnection);
        NpgsqlConnection.ClearPool(connection);
    }
}

/// <summary>The tables, the same for SQLite and PostgreSQL; <see cref="DatabaseLayout"/> creates them.</summary>
internal sealed class JobsContext(DbContextOptions<JobsContext> options) : DbContext(options)
{
    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<ImageRow> Images => Set<ImageRow>();

    /// <summary>The jobs that are not deleted, to be read.</summary>
    public IQueryable<JobRow> Existing => Jobs.AsNoTracking().Where(job => job.DeletedAt == null);

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<JobRow>(job =>
        {
            job.ToTable("jobs").HasKey(row => row.Id);
            job.Property(row => row.State).HasConversion<string>();
            job.Property(row => row.Requested).HasConversion<string>();
            job.ComplexProperty(row => row.Progress);
        });
        model.Entity<ImageRow>().ToTable("images").HasKey(row => row.Id);
        foreach (var entity in model.Model.GetEntityTypes())
            foreach (var property in entity.GetComplexProperties().SelectMany(part => part.ComplexType.GetProperties()).Concat(entity.GetProperties()))
                property.SetColumnName(ColumnOf(property.Name));
    }

    // CreatedAt is created_at: PostgreSQL folds names to lower case where they are not quoted.
    private static string ColumnOf(string property) => string.Concat(property.Select((letter, at) =>
        char.IsUpper(letter) ? (at > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}

/// <summary>Times as the database stores them.</summary>
internal static class Clock
{
    /// <summary>Milliseconds since 1970.</summary>
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>The time of a number of milliseconds since 1970.</summary>
    public static DateTimeOffset ToTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
