namespace Atelier.Jobs.Database;

/// <summary>The way to the database.</summary>
internal sealed class JobsDatabase
{
}
