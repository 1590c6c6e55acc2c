using Atelier.Auditing;

namespace Atelier.Cli;

/// <summary>A file whose attribute has one value only has nothing to compare: that is a matter of the file.</summary>
internal static class Groups
{
    /// <summary>Runs an audit of a file.</summary>
    /// <exception cref="AuditException">It has fewer than two groups.</exception>
    public static T Compared<T>(string path, Func<T> audit)
    {
        try
        {
            return audit();
        }
        catch (ArgumentException e)
        {
            throw new AuditException(path, $"cannot be audited: {e.Message.Split(" (Parameter", 2)[0]}", e);
        }
    }
}
