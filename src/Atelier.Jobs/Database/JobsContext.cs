using Microsoft.EntityFrameworkCore;

namespace Atelier.Jobs;

/// <summary>The tables, for SQLite and PostgreSQL alike; <see cref="Schema"/> makes them.</summary>
internal sealed class JobsContext(DbContextOptions<JobsContext> options) : DbContext(options)
{
    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<ImageRow> Images => Set<ImageRow>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<JobRow>(job =>
        {
            job.ToTable("jobs").HasKey(row => row.Id);
            job.Property(row => row.State).HasConversion<string>();
            job.Property(row => row.Requested).HasConversion<string>();
        });
        model.Entity<ImageRow>().ToTable("images").HasKey(row => row.Id);
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(ColumnOf(property.Name));
    }

    // CreatedAt is created_at: PostgreSQL folds names to lower case where they are not quoted.
    private static string ColumnOf(string property) => string.Concat(property.Select((letter, at) =>
        char.IsUpper(letter) ? (at > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
