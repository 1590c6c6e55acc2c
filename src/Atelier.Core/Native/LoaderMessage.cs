namespace Atelier.Core;

/// <summary>What the system's loader said, out of what .NET makes of it.</summary>
internal static class LoaderMessage
{
    /// <summary>The loader's first line. On Linux .NET puts advice about LD_DEBUG before it, and the other names it tried after.</summary>
    public static string Essence(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var innermost = exception;
        while (innermost.InnerException is { } inner)
            innermost = inner;
        var lines = innermost.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines is [_, var loader, ..] ? loader : lines.FirstOrDefault() ?? innermost.GetType().Name;
    }
}
